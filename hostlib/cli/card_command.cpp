#include "hostlib/cli/card_command.hpp"

#include <fmt/core.h>

#include "hostlib/cli/pin_prompt.hpp"

namespace ssc::cli {

tl::expected<Prepared, int> prepare(const Options& options, std::stop_token stop, const CardUse& use) {
  auto config = configured(options);
  if (!config) return tl::unexpected(config.error());
  const profile::Language language = languageOf(options, *config);
  if (const auto there = awaitCard(options, *config, stop); !there)
    return tl::unexpected(report(there.error(), options, language));
  flows::CallOptions call;
  call.pins = use.pinEntries == 0 ? nullptr : pinSource(*config, language, stop);
  call.pinEntries = use.pinEntries;
  call.extraTime = use.extraTime;
  call.stop = std::move(stop);
  return Prepared{std::move(*config), language, std::move(call), *interfaceFrom(options.interface)};
}

void printSimulated(const flows::CallTrail& trail, profile::Language language) {
  if (!trail.simulatedReader) return;
  fmt::print("{}\n", language == profile::Language::zh ? "【仿真】测试卡，非真实数据"
                                                       : "[SIMULATED] test card, no real data");
}

void printModule(flows::ModuleKind module, profile::Language language) {
  if (module != flows::ModuleKind::hsm) return;
  const bool zh = language == profile::Language::zh;
  printLine(zh ? "安全模块" : "Security module", zh ? "加密机" : "HSM");
}

flows::Outcome<Done> done(const flows::Outcome<void>& outcome) {
  if (!outcome) return tl::unexpected(outcome.error());
  return Done{};
}

int runToSay(const Options& options, std::stop_token stop, const CardUse& use,
             std::function<flows::Outcome<void>(flows::Visit&, const profile::Config&)> run, std::string zh,
             std::string en) {
  CardCommand<Done> command;
  command.use = use;
  command.run = [run = std::move(run)](flows::Visit& visit, const profile::Config& config) {
    return done(run(visit, config));
  };
  command.json = [](const Done&) { return render::Json::object(); };
  command.print = [zh = std::move(zh), en = std::move(en)](const Done&, profile::Language language) {
    fmt::print("{}\n", language == profile::Language::zh ? zh : en);
  };
  return runOnCard(options, std::move(stop), command);
}

void printLine(std::string_view label, std::string_view value) {
  constexpr std::size_t kLabelColumns = 24;
  fmt::print("{}  {}\n", padded(label, kLabelColumns), value);
}

render::Shown shownBy(const Options& options) {
  return options.full ? render::Shown::full : render::Shown::masked;
}

}  // namespace ssc::cli
