#include "apdu/ats.hpp"

#include <array>

#include "apdu/cursor.hpp"

namespace ssc::apdu {
namespace {

// FSCI to FSC, ISO/IEC 14443-4 table 1; larger values count as the last one.
constexpr std::array<std::size_t, 13> kFrameSizes{16,  24,  32,  40,   48,   64,  96,
                                                  128, 256, 512, 1024, 2048, 4096};
constexpr std::uint8_t kReserved = 15;  // FWI and SFGI: to be read as the default (§5.2.5)

}  // namespace

tl::expected<Ats, ParseError> Ats::parse(ByteView bytes) {
  Cursor in(bytes);
  const auto tl = in.takeByte();
  if (!tl) return tl::unexpected(tl.error());
  if (*tl != bytes.size()) return tl::unexpected(ParseError{ParseFault::badLength, 0});
  Ats ats;
  if (in.atEnd()) return ats;
  ats.t0_ = *in.takeByte();
  const std::array slots{&ats.ta_, &ats.tb_, &ats.tc_};
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if ((*ats.t0_ & (0x10U << i)) == 0) continue;
    const auto byte = in.takeByte();
    if (!byte) return tl::unexpected(byte.error());
    *slots[i] = *byte;
  }
  const ByteView rest = in.takeRest();
  ats.historical_.assign(rest.begin(), rest.end());
  return ats;
}

std::size_t Ats::maxFrame() const {
  const std::size_t fsci = t0_ ? *t0_ & 0x0F : 2;
  return fsci < kFrameSizes.size() ? kFrameSizes[fsci] : kFrameSizes.back();
}

std::uint8_t Ats::frameWaitingInteger() const {
  constexpr std::uint8_t kDefault = 4;
  const auto fwi = static_cast<std::uint8_t>(tb_ ? *tb_ >> 4 : kDefault);
  return fwi == kReserved ? kDefault : fwi;
}
std::uint8_t Ats::startupGuardInteger() const {
  const auto sfgi = static_cast<std::uint8_t>(tb_ ? *tb_ & 0x0F : 0);
  return sfgi == kReserved ? std::uint8_t{0} : sfgi;
}
bool Ats::supportsCid() const {
  return !tc_ || (*tc_ & 0x02) != 0;
}
bool Ats::supportsNad() const {
  return tc_ && (*tc_ & 0x01) != 0;
}

}  // namespace ssc::apdu
