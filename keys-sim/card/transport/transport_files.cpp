#include <algorithm>
#include <array>

#include "keys-sim/card/transport/transport.hpp"

namespace ssc::sim::transport {
namespace {

using Kind = cardspec::AccessRule::Kind;

constexpr std::size_t kSize = 30;  // the public information file of the transport specification
constexpr std::size_t kEnabledAt = 0x09, kNumberAt = 0x0A, kValidityAt = 0x14;
constexpr std::array<std::uint8_t, 2> kTestIssuer{0x99, 0x99};  // the number's first four digits
constexpr std::array<std::uint8_t, 8> kValidity{0x20, 0x25, 0x01, 0x01, 0x20, 0x35, 0x01, 0x01};

void put(apdu::Bytes& content, std::size_t at, apdu::ByteView bytes) {
  std::ranges::copy(bytes, content.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace

// The number ends with the card's own factor, so that every test card has a number of its own.
std::vector<ElementaryFile> makeFiles(const CardProfile& profile) {
  ElementaryFile file{kPublicFile, cardspec::FileType::transparent, {Kind::free, {}}, {Kind::never, {}}, {},
                      {}};
  file.content.resize(kSize);
  file.content[kEnabledAt] = 0x01;
  put(file.content, kNumberAt, kTestIssuer);
  put(file.content, kNumberAt + kTestIssuer.size(), apdu::ByteView(profile.historicalBytes).last(8));
  put(file.content, kValidityAt, kValidity);
  return {file};
}

}  // namespace ssc::sim::transport
