// `ssc office register|status`
#include <fmt/core.h>

#include "hostlib/cli/card_command.hpp"
#include "hostlib/flows/office/desk.hpp"

namespace ssc::cli {
namespace {

using profile::Language;

int registerHere(const Options& options, const profile::Config& config, Language language,
                 const std::stop_token& stop) {
  const auto state = flows::registerAtOffice(config, SSC_VERSION, options.value, stop);
  if (!state) return report(state.error(), options, language);
  const bool approved = *state == office::Registration::approved;
  const bool zh = language == Language::zh;
  if (options.json)
    printJson({{"ok", true}, {"state", approved ? "approved" : "registered"}});
  else if (approved)
    fmt::print("{}\n", zh ? "已批准，终端可以使用。" : "Approved: this terminal can be used.");
  else
    fmt::print("{}\n",
               zh ? "已注册，等待审批；批准后再运行一次 ssc office register。"
                  : "Registered. When the operator has approved it, run `ssc office register` again.");
  return kExitOk;
}

int showStatus(const Options& options, const profile::Config& config, Language language,
               const std::stop_token& stop) {
  auto desk = flows::OfficeDesk::open(config, SSC_VERSION);
  if (!desk) return report(desk.error(), options, language);
  const auto draft = flows::lift((*desk)->client().draft(stop));  // signs in
  if (!draft) return report(draft.error(), options, language);
  const auto session = (*desk)->client().session();
  const std::string link(office::toText((*desk)->client().link().current()));
  const auto& settings = (*desk)->settings();
  if (options.json) {
    printJson({{"ok", true},
               {"terminal", settings.terminal},
               {"area", settings.area},
               {"link", link},
               {"areas", session ? session->areas : std::vector<std::string>{}}});
    return kExitOk;
  }
  const bool zh = language == Language::zh;
  printLine(zh ? "终端" : "Terminal", settings.terminal);
  printLine(zh ? "链路" : "Link", link);
  for (const auto& area : session ? session->areas : std::vector<std::string>{})
    printLine(zh ? "可查询地区" : "Area", area);
  return kExitOk;
}

}  // namespace

int runOffice(const Options& options, std::stop_token stop) {
  const auto config = configured(options);
  if (!config) return config.error();
  const Language language = languageOf(options, *config);
  if (options.action == "register") return registerHere(options, *config, language, stop);
  return showStatus(options, *config, language, stop);
}

}  // namespace ssc::cli
