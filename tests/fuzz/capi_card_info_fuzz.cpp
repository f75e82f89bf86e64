// pCardInfo: an error names a place in the text; what is accepted has 43 characters and names a card.
#include "hostlib/capi/text/card_info.hpp"
#include "tests/fuzz/require.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace ssc::capi;
  using ssc::fuzz::require;
  constexpr std::size_t cardInfoLength = 43;
  const auto card = parseCardInfo({reinterpret_cast<const char*>(data), size});
  if (!card) {
    require(card.error().offset <= size, "an error names a place in the text");
    return 0;
  }
  require(size == cardInfoLength, "the form has one length");
  const auto again = parseCardInfo(card->cardId.reveal() + '|' + card->cardNumber.reveal() + '|');
  require(again && again->cardId.reveal() == card->cardId.reveal() &&
              again->cardNumber.reveal() == card->cardNumber.reveal(),
          "written plainly it names the same card");
  return 0;
}
