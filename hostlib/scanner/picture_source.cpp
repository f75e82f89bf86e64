#include "hostlib/scanner/picture_source.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

#include "hostlib/scanner/descriptor.hpp"
#include "hostlib/scanner/wait.hpp"
#include "wire/qr/decode.hpp"
#include "wire/qr/png.hpp"

namespace ssc::scanner {
namespace {

constexpr std::size_t kMostFrames = 10'000;

using Bytes = std::vector<std::uint8_t>;

// Of a regular file only: anything else could block, or never end.
tl::expected<std::size_t, NoCode> lengthOf(const Descriptor& file) {
  struct stat facts{};
  if (!file.isOpen() || ::fstat(file.number(), &facts) != 0 || !S_ISREG(facts.st_mode))
    return tl::unexpected(NoCode::badPicture);
  const auto length = static_cast<std::size_t>(facts.st_size);
  if (length > qr::kMostPngBytes) return tl::unexpected(NoCode::badPicture);
  return length;
}

tl::expected<Bytes, NoCode> contentOf(const std::string& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  const auto length = lengthOf(file);
  if (!length) return tl::unexpected(length.error());
  Bytes bytes(*length);
  for (std::size_t got = 0; got < bytes.size();) {
    const auto count = ::read(file.number(), bytes.data() + got, bytes.size() - got);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return tl::unexpected(NoCode::badPicture);
    got += static_cast<std::size_t>(count);
  }
  return bytes;
}

tl::expected<qr::Seen, NoCode> seenIn(const std::string& path) {
  const auto bytes = contentOf(path);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto picture = qr::readPng(*bytes);
  if (!picture) return tl::unexpected(NoCode::badPicture);
  return qr::decode(*picture).map_error([](qr::QrError) { return NoCode::badPicture; });
}

std::vector<std::string> framesOf(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (std::filesystem::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error))
    if (entry->path().extension() == ".png" && files.size() <= kMostFrames)
      files.push_back(entry->path().string());
  if (error || files.size() > kMostFrames) files.clear();
  std::ranges::sort(files);
  return files;
}

}  // namespace

OpenedSource openPictures(const PictureSettings& settings) {
  std::error_code error;
  const auto kind = std::filesystem::status(settings.path, error).type();
  std::vector<std::string> files;
  if (kind == std::filesystem::file_type::directory)
    files = framesOf(settings.path);
  else if (kind == std::filesystem::file_type::regular)
    files.push_back(settings.path);
  if (files.empty()) return tl::unexpected(NoCode::cannotOpen);
  return std::make_unique<PictureSource>(std::move(files), settings.interval);
}

PictureSource::PictureSource(std::vector<std::string> files, std::chrono::milliseconds interval)
    : files_(std::make_move_iterator(files.begin()), std::make_move_iterator(files.end())),
      interval_(interval),
      nextFrame_(Clock::now()) {}

tl::expected<std::string, NoCode> PictureSource::next(Clock::time_point deadline,
                                                      const std::stop_token& stop) {
  for (;;) {
    if (stop.stop_requested()) return tl::unexpected(NoCode::stopped);
    if (!found_.empty()) {
      auto found = std::move(found_.front());
      found_.pop_front();
      return found;
    }
    if (files_.empty()) return tl::unexpected(NoCode::ended);
    if (Clock::now() >= deadline) return tl::unexpected(NoCode::timedOut);
    if (nextFrame_ > Clock::now()) {
      waitFor(-1, std::min(nextFrame_, deadline), stop);
      continue;
    }
    nextFrame_ = Clock::now() + interval_;
    lookAt(std::exchange(files_.front(), {}));
    files_.pop_front();
  }
}

void PictureSource::lookAt(const std::string& file) {
  auto seen = seenIn(file);
  if (!seen) {
    found_.emplace_back(tl::unexpected(seen.error()));
    return;
  }
  for (std::string& text : seen->texts)
    if (filter_.isNew(text, Clock::now())) found_.emplace_back(std::move(text));
  if (seen->refused > 0) found_.emplace_back(tl::unexpected(NoCode::notText));
}

}  // namespace ssc::scanner
