// pPayInfo: an error names a place in the text; what is accepted means the same when written plainly.
#include "apdu/bytes.hpp"
#include "hostlib/capi/text/debit_text.hpp"
#include "tests/fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ssc::capi;
  using ssc::fuzz::require;
  const auto pay = parsePayInfo({reinterpret_cast<const char*>(data), size});
  if (!pay) {
    require(pay.error().offset <= size, "an error names a place in the text");
    return 0;
  }
  const std::string plain =
      yuan(pay->total) + '|' + yuan(pay->accountAndPool) + '|' + ssc::apdu::toHex(pay->time) + '|';
  const auto again = parsePayInfo(plain);
  require(again && again->total == pay->total && again->accountAndPool == pay->accountAndPool &&
              again->time == pay->time,
          "written plainly it means the same");
  return 0;
}
