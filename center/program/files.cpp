#include "center/program/files.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>
#include <unistd.h>

namespace ssc::center {
namespace {

constexpr std::uintmax_t kLimit = std::uintmax_t{1} << 20U;

tl::unexpected<std::string> failed(const std::filesystem::path& file) {
  return tl::unexpected(file.string() + ": " + std::strerror(errno));
}

tl::expected<void, std::string> writeAll(const std::filesystem::path& file, int flags,
                                         crypto::ByteView content) {
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW | flags, S_IRUSR | S_IWUSR);
  if (fd < 0) return failed(file);
  while (!content.empty()) {
    const ssize_t written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      auto error = failed(file);
      ::close(fd);
      return error;
    }
    content = content.subspan(static_cast<std::size_t>(written));
  }
  const bool synced = ::fsync(fd) == 0;
  if (::close(fd) != 0 || !synced) return failed(file);
  return {};
}

}  // namespace

tl::expected<std::string, std::string> readText(const std::filesystem::path& file) {
  std::error_code fault;
  if (std::filesystem::file_size(file, fault) > kLimit && !fault)
    return tl::unexpected(file.string() + ": too large");
  std::ifstream in(file, std::ios::binary);
  if (!in) return failed(file);
  std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  if (in.bad()) return failed(file);
  return text;
}

tl::expected<crypto::SecretBytes, std::string> readSecret(const std::filesystem::path& file) {
  auto text = readText(file);
  if (!text) return tl::unexpected(std::move(text.error()));
  crypto::SecretBytes secret(crypto::bytesOf(*text));
  crypto::wipe({reinterpret_cast<std::uint8_t*>(text->data()), text->size()});
  return secret;
}

tl::expected<void, std::string> writeNew(const std::filesystem::path& file, crypto::ByteView content) {
  return writeAll(file, O_EXCL, content);
}

tl::expected<void, std::string> replaceText(const std::filesystem::path& file, std::string_view text) {
  const auto beside = std::filesystem::path(file.string() + ".new");
  if (auto written = writeAll(beside, O_TRUNC, crypto::bytesOf(text)); !written) return written;
  if (::rename(beside.c_str(), file.c_str()) != 0) return failed(file);
  return {};
}

}  // namespace ssc::center
