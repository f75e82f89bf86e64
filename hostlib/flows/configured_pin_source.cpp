#include "hostlib/flows/configured_pin_source.hpp"

#include "hostlib/flows/pad_pin_source.hpp"

namespace ssc::flows {
namespace {

// A pad that sends the PIN to the card itself and gives it to nobody.
class ReaderPad final : public PinSource {
 public:
  Outcome<crypto::SecretBytes> ask(PinPrompt /*prompt*/) override {
    return tl::unexpected(Failure{Reason::noPinSource, "the pad in the reader can only verify", {}});
  }
  [[nodiscard]] bool isInReader() const override { return true; }
};

}  // namespace

std::shared_ptr<PinSource> pinSourceFor(const profile::Config& config, std::stop_token stop) {
  if (config.pinSource == "reader") return std::make_shared<ReaderPad>();
  if (auto socket = profile::padSocket(config.pinSource))
    return padPinSource(std::move(*socket), config.pinEntryLimit, {config.pinLeast, config.pinMost},
                        std::move(stop));
  return nullptr;
}

}  // namespace ssc::flows
