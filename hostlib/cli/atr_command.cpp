// `ssc atr`
#include <fmt/core.h>

#include "hostlib/cli/output.hpp"
#include "hostlib/flows/read_atr.hpp"

namespace ssc::cli {
namespace {

std::string protocolsText(const apdu::Atr& atr) {
  std::string text;
  for (const std::uint8_t protocol : atr.protocols())
    text += fmt::format("{}T={}", text.empty() ? "" : ", ", protocol);
  return text;
}

std::string orReserved(std::optional<unsigned> value) {
  return value ? std::to_string(*value) : "reserved";
}

Json numberOrNull(std::optional<unsigned> value) {
  return value ? Json(*value) : Json(nullptr);
}

Json atrJson(const apdu::Atr& atr) {
  return {{"ok", true},
          {"atr", apdu::toHex(atr.bytes())},
          {"convention", atr.inverseConvention() ? "inverse" : "direct"},
          {"protocols", atr.protocols()},
          {"F", numberOrNull(atr.f())},
          {"D", numberOrNull(atr.d())},
          {"extraGuardTime", atr.extraGuardTime()},
          {"waitingInteger", atr.waitingInteger()},
          {"historicalBytes", apdu::toHex(atr.historicalBytes())},
          {"tck", atr.hasTck()}};
}

void printAtr(const apdu::Atr& atr) {
  fmt::print("ATR               {}\n", apdu::toHex(atr.bytes()));
  fmt::print("convention        {}\n", atr.inverseConvention() ? "inverse" : "direct");
  fmt::print("protocols         {}\n", protocolsText(atr));
  fmt::print("F, D              {}, {}\n", orReserved(atr.f()), orReserved(atr.d()));
  fmt::print("extra guard time  {} etu\n", atr.extraGuardTime());
  fmt::print("waiting integer   {}\n", atr.waitingInteger());
  fmt::print("historical bytes  {}\n", apdu::toHex(atr.historicalBytes()));
  fmt::print("check byte        {}\n", atr.hasTck() ? "present, right" : "none");
}

}  // namespace

int runAtr(const Options& options, std::stop_token stop) {
  const auto config = configured(options);
  if (!config) return config.error();
  const profile::Language language = languageOf(options, *config);
  if (const auto there = awaitCard(options, *config, stop); !there)
    return report(there.error(), options, language);
  const auto atr = flows::readAtr(*config, *interfaceFrom(options.interface), stop);
  if (!atr) return report(atr.error(), options, language);
  if (options.json) {
    printJson(atrJson(*atr));
  } else {
    printAtr(*atr);
  }
  return kExitOk;
}

}  // namespace ssc::cli
