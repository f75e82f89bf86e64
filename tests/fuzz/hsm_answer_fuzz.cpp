// What comes from an HSM, and what goes to one: each message is refused with a place, or is exactly what was
// read, so that writing it gives the same message again.
//
// Input: one byte that is passed over, one for the message, then the JSON text. No allocation fails here:
// nlohmann/json allocates in its destructor, and ends the process where that fails (docs/robustness.md).
#include <algorithm>
#include <string>

#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"
#include "wire/hsm.hpp"

namespace {

using namespace ssc;
using namespace ssc::wire::hsm;
using fuzz::require;

template <class Message>
void check(crypto::ByteView text) {
  const auto message = decode<Message>(text);
  if (!message) {
    const std::string why = message.error().text();
    require(!why.empty() && why.size() < 256, "a refusal says why, in short");
    require(std::all_of(why.begin(), why.end(), [](char c) { return c >= ' ' && c < 0x7F; }),
            "a refusal is printable");
    return;
  }
  require(text.size() <= kMaxMessage, "a message is bounded");
  const auto written = encode(*message);
  const auto again = decode<Message>(written.reveal());
  require(again.has_value(), "what was accepted can be written and read");
  require(std::ranges::equal(encode(*again).reveal(), written.reveal()), "and is the same then");
}

using Check = void (*)(crypto::ByteView text);
constexpr std::array<Check, 11> kChecks{check<Authentication>,
                                        check<ProtectedCommand>,
                                        check<PurchaseConsent>,
                                        check<PurchaseChecked>,
                                        check<Pong>,
                                        check<Error>,
                                        check<Authenticate>,
                                        check<Protect>,
                                        check<Purchase>,
                                        check<CheckPurchase>,
                                        check<Ping>};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::Input input(data, size);
  static_cast<void>(input.byte());
  const Check chosen = kChecks[input.byte() % kChecks.size()];
  const auto text = input.rest();
  chosen(text);
  return 0;
}
