// `ssc prove ITEM` and `ssc verify CODE`
#include <fmt/core.h>

#include "hostlib/catalogue/catalogue.hpp"
#include "hostlib/cli/catalogue_view.hpp"
#include "hostlib/cli/office_sign_in.hpp"
#include "hostlib/cli/table_view.hpp"
#include "hostlib/flows/office/identity_proof.hpp"
#include "hostlib/render/value_text.hpp"
#include "wire/qr/draw.hpp"

namespace ssc::cli {
namespace {

using profile::Language;

Json receiptJson(const flows::IdentityReceipt& receipt, const catalogue::Item& item) {
  Json json = {{"item", item.id},        {"zh", item.name.zh},     {"en", item.name.en},
               {"docNo", receipt.docNo}, {"code", receipt.code},   {"printed", receipt.printed},
               {"qr", receipt.qr},       {"facts", receipt.facts}, {"signature", receipt.signature}};
  json.update(tableJson(receipt.table, item));
  return json;
}

void printReceipt(const Json& json, Language language) {
  const bool zh = language == Language::zh;
  fmt::print("\n{}\n", zh ? "身份核验回执（模拟）" : "Identity receipt (SIMULATED)");
  printLine(zh ? "事项" : "Service", json.value(zh ? "zh" : "en", ""));
  printLine(zh ? "单据号" : "Number", json.value("docNo", ""));
  printLine(zh ? "验证码" : "Check code", json.value("printed", ""));
  if (!json["rows"].empty()) {
    fmt::print("\n");
    printTable(json, language);
  }
  if (const auto modules = qr::encode(json.value("qr", ""))) fmt::print("\n{}", qr::terminalText(*modules));
}

/// What a document is; its type where the catalogue has no such paper.
std::string documentName(const std::string& type, Language language) {
  for (const catalogue::Print& print : catalogue::prints()) {
    if (print.type.id == type) return std::string(in(language, print.type.name));
  }
  return type;
}

}  // namespace

int runProve(const Options& options, std::stop_token stop) {
  const catalogue::Item* item = catalogue::find(options.item);
  const auto work = [&](flows::OfficeDesk& desk,
                        const flows::SignedInPerson& person) -> flows::Outcome<Json> {
    const auto receipt = flows::IdentityProof(desk, stop).run(person, {options.item, options.matter});
    if (!receipt) return tl::unexpected(receipt.error());
    return receiptJson(*receipt, *item);
  };
  if (!flows::IdentityProof::accepts(options.item)) {
    const auto config = configured(options);
    if (!config) return config.error();
    return report({flows::Reason::noSuchService, options.item, {}}, options, languageOf(options, *config));
  }
  return runSignedIn(options, stop, options.item, work, printReceipt);
}

int runVerify(const Options& options, std::stop_token stop) {
  const auto config = configured(options);
  if (!config) return config.error();
  const Language language = languageOf(options, *config);
  auto desk = flows::OfficeDesk::open(*config, SSC_VERSION);
  if (!desk) return report(desk.error(), options, language);
  const auto check = flows::checkDocument(**desk, options.items, stop);
  if (!check) return report(check.error(), options, language);
  const bool zh = language == Language::zh;
  if (options.json) {
    printJson({{"ok", true},
               {"state", "valid"},
               {"docNo", check->docNo},
               {"type", check->type},
               {"issuedOn", check->issuedOn},
               {"area", check->area},
               {"maskedName", check->maskedName}});
    return kExitOk;
  }
  fmt::print("{}\n", zh ? "单据有效（模拟）。" : "The document is valid (SIMULATED).");
  printLine(zh ? "单据号" : "Number", check->docNo);
  printLine(zh ? "类型" : "Type", documentName(check->type, language));
  printLine(zh ? "出具日期" : "Issued", render::dateText(check->issuedOn, language));
  printLine(zh ? "姓名" : "Name", check->maskedName);
  return kExitOk;
}

}  // namespace ssc::cli
