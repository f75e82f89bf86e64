// `ssc card loss|release|enable`
#include <fmt/core.h>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/cli/catalogue_view.hpp"
#include "hostlib/cli/file_io.hpp"
#include "hostlib/cli/office_sign_in.hpp"
#include "hostlib/cli/pin_prompt.hpp"
#include "hostlib/flows/office/card_service.hpp"

namespace ssc::cli {
namespace {

using flows::CardChange;
using flows::CardService;
using flows::Failure;
using flows::Outcome;
using flows::Reason;
using profile::Language;

/// What the center adds to the card's own time.
constexpr auto kOfficeTime = std::chrono::seconds(40);
constexpr unsigned kReleaseEntries = 1, kEnableEntries = 3;

Json changeJson(const CardChange& change) {
  return {{"operationNo", change.operationNo},
          {"before", change.before},
          {"after", change.after},
          {"doneAt", change.doneAt}};
}

void printChange(const Json& json, Language language) {
  const bool zh = language == Language::zh;
  const auto state = [&](const char* name) {
    return in(language, catalogue::codeText("card_status", json.at(name).get_ref<const std::string&>()));
  };
  printLine(zh ? "受理号" : "Number", json.value("operationNo", ""));
  printLine(zh ? "原状态" : "State before", state("before"));
  printLine(zh ? "现状态" : "State now", state("after"));
}

flows::FaceSeen faceOf(const Options& options) {
  const unsigned likeness = options.face.value_or(0);
  return {static_cast<std::uint8_t>(likeness), likeness != 0};
}

Outcome<flows::IdCard> idCardOf(const Options& options) {
  const Failure bad{Reason::badInput, "--id-card: a file {\"number\": …, \"name\": …}", {}};
  if (options.idCard.empty()) return tl::unexpected(bad);
  const auto bytes = readInput(options.idCard);
  if (!bytes) return tl::unexpected(bytes.error());
  const Json json = Json::parse(bytes->begin(), bytes->end(), nullptr, false);
  const auto text = [&](const char* name) {
    const auto member = json.is_object() ? json.find(name) : json.end();
    return member != json.end() && member->is_string() ? member->get<std::string>() : std::string();
  };
  if (text("number").empty() || text("name").empty()) return tl::unexpected(bad);
  return flows::IdCard{crypto::Personal(text("number")), crypto::Personal(text("name"))};
}

int runLoss(const Options& options, const std::stop_token& stop) {
  Options signIn = options;
  signIn.level = 1;
  const auto work = [&](flows::OfficeDesk& desk, const flows::SignedInPerson& person) -> Outcome<Json> {
    const auto change = CardService(desk, stop).reportLoss(person, options.reason);
    if (!change) return tl::unexpected(change.error());
    return changeJson(*change);
  };
  return runSignedIn(signIn, stop, {}, work, printChange);
}

/// Card and center in one stay of the card.
int runWithCard(const Options& options, const std::stop_token& stop, unsigned pinEntries,
                const std::function<Outcome<CardChange>(CardService&, flows::Visit&)>& work) {
  const auto prepared = prepare(options, stop, {pinEntries, kOfficeTime});
  if (!prepared) return prepared.error();
  auto opened = flows::OfficeDesk::open(prepared->config, SSC_VERSION);
  if (!opened) return report(opened.error(), options, prepared->language);
  const std::shared_ptr<flows::OfficeDesk> desk = std::move(*opened);
  const auto result = flows::call<CardChange>(prepared->config, prepared->call, [&](flows::Visit& visit) {
    CardService service(*desk, stop);
    return work(service, visit);
  });
  if (!result) return report(result.error(), options, prepared->language);
  if (options.json) {
    Json json = {{"ok", true}, {"simulated", result->trail.simulatedReader}};
    json.update(changeJson(result->value));
    printJson(json);
    return kExitOk;
  }
  printSimulated(result->trail, prepared->language);
  printChange(changeJson(result->value), prepared->language);
  return kExitOk;
}

}  // namespace

int runCardState(const Options& options, std::stop_token stop) {
  if (options.action == "loss") return runLoss(options, stop);
  const flows::CardInterface interface = *interfaceFrom(options.interface);
  if (options.action == "release")
    return runWithCard(options, stop, kReleaseEntries, [&](CardService& service, flows::Visit& visit) {
      return service.release(visit, {interface, faceOf(options), options.reason});
    });
  const auto idCard = idCardOf(options);
  if (!idCard) {
    const auto config = configured(options);
    return config ? report(idCard.error(), options, languageOf(options, *config)) : config.error();
  }
  return runWithCard(options, stop, kEnableEntries, [&](CardService& service, flows::Visit& visit) {
    return service.enable(visit, {interface, faceOf(options), *idCard});
  });
}

}  // namespace ssc::cli
