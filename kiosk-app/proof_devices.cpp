#include "kiosk-app/proof_devices.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <fcntl.h>
#include <unistd.h>

namespace ssc::kiosk {
namespace {

using flows::FaceSight;
using flows::Failure;
using flows::Outcome;
using flows::Reason;

constexpr unsigned kWhole = 100;  // per cent
constexpr std::size_t kMostBytes = 1024;
constexpr const char *kCamera = "camera", *kReader = "id-card reader";

struct SightRow {
  std::string_view word;
  FaceSight sight;
};
constexpr std::array kSights{SightRow{"nobody", FaceSight::nobody}, SightRow{"dark", FaceSight::dark},
                             SightRow{"several", FaceSight::several}};

/// What a device says now: wiped when it dies, unlike the buffers of a stream.
class Words {
 public:
  static std::optional<Words> in(const std::filesystem::path& file) {
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) return std::nullopt;
    Words words;
    const ssize_t size = ::read(fd, words.bytes_.revealMutable().data(), kMostBytes);
    ::close(fd);
    if (size < 0) return std::nullopt;
    words.size_ = static_cast<std::size_t>(size);
    return words;
  }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  /// Of the line that begins with the word; empty where there is none.
  [[nodiscard]] std::string_view operator[](std::string_view word) const {
    for (std::string_view rest = text(); !rest.empty();) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
      if (line.starts_with(word) && line.substr(word.size()).starts_with(' '))
        return line.substr(word.size() + 1);
    }
    return {};
  }

 private:
  [[nodiscard]] std::string_view text() const {
    return {reinterpret_cast<const char*>(bytes_.reveal().data()), size_};
  }
  crypto::SecretBytes bytes_{kMostBytes};
  std::size_t size_ = 0;
};

tl::unexpected<Failure> failed(Reason reason, const char* device) {
  return tl::unexpected(Failure{reason, device, {}});
}

}  // namespace

Outcome<std::optional<flows::IdCard>> SimulatedIdReader::look() {
  const auto seen = Words::in(file_);
  if (!seen) return failed(Reason::idReaderFault, kReader);
  if (seen->empty()) return std::nullopt;
  const std::string_view number = (*seen)["number"], name = (*seen)["name"];
  if (number.empty() || name.empty() || (*seen)["state"] == "unreadable")
    return failed(Reason::idCardUnreadable, kReader);
  return flows::IdCard{crypto::Personal(std::string(number)), crypto::Personal(std::string(name)),
                       std::string((*seen)["expires"])};
}

Outcome<flows::FaceLook> SimulatedCamera::look() {
  const auto seen = Words::in(file_);
  if (!seen) return failed(Reason::cameraFault, kCamera);
  if (seen->empty()) return flows::FaceLook{};
  const auto* const row = std::ranges::find(kSights, (*seen)["sight"], &SightRow::word);
  if (row != kSights.end()) return flows::FaceLook{row->sight, {}};
  const std::string_view text = (*seen)["likeness"];
  unsigned likeness = kWhole + 1;
  std::from_chars(text.data(), text.data() + text.size(), likeness);
  if (likeness > kWhole) return failed(Reason::cameraFault, kCamera);
  return flows::FaceLook{FaceSight::face, {static_cast<std::uint8_t>(likeness), (*seen)["alive"] == "yes"}};
}

Outcome<flows::FaceSeen> faceBefore(const std::filesystem::path& camera) {
  const auto look = SimulatedCamera(camera).look();
  if (!look) return tl::unexpected(look.error());
  if (look->sight != FaceSight::face) return failed(Reason::faceNotSeen, kCamera);
  return look->seen;
}

Outcome<flows::IdCard> idCardOn(const std::filesystem::path& reader) {
  auto card = SimulatedIdReader(reader).look();
  if (!card) return tl::unexpected(card.error());
  if (!*card) return failed(Reason::idCardAbsent, kReader);
  return std::move(**card);
}

bool idCardLies(const std::filesystem::path& reader) {
  if (reader.empty()) return false;
  const auto card = SimulatedIdReader(reader).look();
  return card ? card->has_value() : card.error().reason == Reason::idCardUnreadable;
}

}  // namespace ssc::kiosk
