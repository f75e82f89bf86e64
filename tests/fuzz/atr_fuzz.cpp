// ATR and ATS: no input breaks a parser, and what a parsed one says is in the range of its field.
#include <algorithm>

#include "apdu/atr.hpp"
#include "apdu/ats.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using ssc::apdu::Atr;
using ssc::apdu::Ats;
using ssc::apdu::ByteView;
using ssc::fuzz::require;

void checkAtr(ByteView bytes) {
  const auto atr = Atr::parse(bytes);
  if (!atr) {
    require(atr.error().offset <= bytes.size(), "an error names a place in the bytes");
    return;
  }
  require(std::ranges::equal(atr->bytes(), bytes), "the bytes are kept");
  require(atr->historicalBytes().size() == (bytes[1] & 0x0FU), "K counts the historical bytes");
  require(!atr->protocols().empty() && !atr->offers(15), "a protocol is offered, and T=15 is none");
  require(atr->ifsc() >= 1 && atr->ifsc() <= 254, "IFSC is 1 to 254");
  require(atr->cwi() <= 15 && atr->bwi() <= 15, "CWI and BWI are half bytes");
  require(atr->waitingInteger() != 0, "WI is not 0");
  require(atr->f().value_or(372) >= 372 && atr->d().value_or(1) >= 1, "F and D come from their tables");
  require(atr->f().has_value() == atr->maxClockKhz().has_value(), "F and its clock go together");
  require(atr->clockStop().value_or(0) <= 3 && atr->supplyClasses().value_or(0) <= 63,
          "T=15 bytes are split");
  require(atr->specificProtocol().value_or(0) <= 15, "T is a half byte");
  (void)atr->usesCrc();
  (void)atr->extraGuardTime();
}

void checkAts(ByteView bytes) {
  const auto ats = Ats::parse(bytes);
  if (!ats) {
    require(ats.error().offset <= bytes.size(), "an error names a place in the bytes");
    return;
  }
  require(ats->maxFrame() >= 16 && ats->maxFrame() <= 4096, "FSC comes from its table");
  require(ats->frameWaitingInteger() <= 14 && ats->startupGuardInteger() <= 14, "15 is reserved");
  require(ats->historicalBytes().size() < bytes.size(), "TL counts itself");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  checkAtr({data, size});
  checkAts({data, size});
  return 0;
}
