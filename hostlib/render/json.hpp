// What flows give, as JSON. One shape for `ssc --json` and for ssc.h.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "crypto/secret.hpp"
#include "crypto/x509.hpp"
#include "hostlib/capi/text/debit_text.hpp"
#include "hostlib/flows/basic_fields.hpp"
#include "hostlib/flows/debit.hpp"
#include "hostlib/flows/dump.hpp"
#include "hostlib/flows/survey.hpp"

namespace ssc::render {

using Json = nlohmann::ordered_json;

/// Who may see what names a person: masked unless asked for otherwise.
enum class Shown : std::uint8_t { masked, full };

/// "psam", "hsm"; "none" where no key was needed.
std::string_view moduleText(flows::ModuleKind module);

/// {"reason", "code", "zh", "en", "detail", "clerk", "integrator"}
Json failure(const flows::Failure& failure);

/// [{"name", "profile", "label", "selected", "slots": [{"name", "number", "role", "card", "mute", "inUse",
/// "atr"}]}]; "role" is "?" where no profile knows the slot.
Json readers(const std::vector<flows::DeviceSurvey>& devices);
/// {"generation", "algorithm", "cardGenuine", "terminalProven", "card": the eleven fields by name}: the
/// result of a basic read, which ends well for genuine cards only.
Json basic(const flows::BasicFields& fields, cardspec::Generation generation, cardspec::Algorithm algorithm,
           Shown shown);

/// The eleven fields in the order in which people look for them.
struct BasicRow {
  flows::BasicField field;
  std::string_view id, zh, en;
  bool personal;
};
std::span<const BasicRow> basicRows();
/// A name keeps its first character, a number its first and last one, unless everything is shown.
std::string shownField(const BasicRow& row, const flows::BasicFields& fields, Shown shown);

/// "3DES", "SSF33", "SM4"
std::string_view algorithmText(cardspec::Algorithm algorithm);

/// {"file", "label", "fields": [{"tag", "occurrence"?, "name", "label", "value"}]}; cyclic files: "records":
/// [{"number", "fields"}]; transparent ones: "size", "hex".
Json file(const flows::FileContent& content, Shown shown);
/// [{"application", "label", "files": [file, or {"file", "label", "notRead": failure}]}]
Json dump(const flows::Dump& dump, Shown shown);

Json balances(const flows::Balances& balances);
/// Newest first.
Json transactions(const std::vector<card::Transaction>& transactions);
Json receipt(const flows::DebitReceipt& receipt);
Json certificate(const crypto::Certificate& certificate, Shown shown);

/// A text for a person: as it is, or its first and last character and stars between.
std::string shownText(const crypto::Personal& text, bool personal, Shown shown);

/// "12.50"
using capi::yuan;
/// "2025-01-02 03:04:05"
std::string timeText(const card::BcdTime& time);

}  // namespace ssc::render
