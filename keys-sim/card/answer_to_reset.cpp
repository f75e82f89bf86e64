#include "keys-sim/card/answer_to_reset.hpp"

#include <functional>
#include <numeric>

namespace ssc::sim {
namespace {

constexpr std::uint8_t kDirectConvention = 0x3B;

apdu::Bytes plainAtr(apdu::ByteView historicalBytes) {
  const auto t0 = static_cast<std::uint8_t>(0x60 | historicalBytes.size());  // TB1 and TC1 present, both 00
  return apdu::join({apdu::Bytes{kDirectConvention, t0, 0x00, 0x00}, historicalBytes});
}

// TD1 = 80 and TD2 = 1F announce TA3, the class and clock-stop byte (here: classes A and B, no clock stop);
// because T=15 is named, TCK must follow (ISO/IEC 7816-3 §8.2.5).
apdu::Bytes atrWithCheckByte(apdu::ByteView historicalBytes) {
  const auto t0 = static_cast<std::uint8_t>(0x80 | historicalBytes.size());
  apdu::Bytes atr = apdu::join({apdu::Bytes{kDirectConvention, t0, 0x80, 0x1F, 0x03}, historicalBytes});
  atr.push_back(std::accumulate(atr.begin() + 1, atr.end(), std::uint8_t{0}, std::bit_xor<std::uint8_t>()));
  return atr;
}

}  // namespace

apdu::Bytes answerToReset(apdu::ByteView historicalBytes, AtrForm form) {
  return form == AtrForm::withCheckByte ? atrWithCheckByte(historicalBytes) : plainAtr(historicalBytes);
}

}  // namespace ssc::sim
