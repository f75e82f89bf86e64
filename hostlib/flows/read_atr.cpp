#include "hostlib/flows/read_atr.hpp"

#include "apdu/pcsc/job.hpp"
#include "hostlib/flows/pcsc_terminal.hpp"

namespace ssc::flows {
namespace {

Outcome<apdu::Atr> readInJob(const profile::Config& config, CardInterface interface,
                             const pcsc::JobToken& job) {
  auto terminal = PcscTerminal::open(config, job);
  if (!terminal) return tl::unexpected(terminal.error());
  auto powered = (*terminal)->powerCard(interface);
  if (!powered) return tl::unexpected(powered.error());
  return std::move(powered->atr);
}

}  // namespace

Outcome<apdu::Atr> readAtr(const profile::Config& config, CardInterface interface, std::stop_token stop) {
  auto outcome = pcsc::runAbandonable(
      pcsc::Clock::now() + config.callLimit, stop,
      [config, interface](const pcsc::JobToken& job) -> tl::expected<Outcome<apdu::Atr>, apdu::ChannelError> {
        return readInJob(config, interface, job);
      });
  if (!outcome) return tl::unexpected(Failure{reasonFor(outcome.error()), "power the card", {}});
  return std::move(*outcome);
}

}  // namespace ssc::flows
