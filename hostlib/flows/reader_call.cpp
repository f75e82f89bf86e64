#include "hostlib/flows/reader_call.hpp"

namespace ssc::flows {

Outcome<BasicReadReport> readBasic(const profile::Config& config, CardInterface interface, Tracing tracing,
                                   std::stop_token stop, ModulePolicy modules) {
  CallOptions options;
  options.modules = modules;
  options.tracing = tracing;
  options.stop = std::move(stop);
  auto card =
      call<BasicCard>(config, options, [interface](Visit& visit) { return ReadCard::in(visit, interface); });
  if (!card) return tl::unexpected(card.error());
  return BasicReadReport{BasicFields(card->value, config.deviceNumber, config.atrField),
                         card->value.identity.generation,
                         card->value.identity.algorithm,
                         card->trail.cardExchanges,
                         card->trail.samExchanges,
                         card->trail.simulatedReader,
                         card->trail.module,
                         std::move(card->trail.exchanges)};
}

}  // namespace ssc::flows
