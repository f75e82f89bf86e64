// A quick check at a gate or a desk: may this person pass here, now? The center answers, and writes down what
// its data sets keep of it.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "hostlib/flows/office/gates.hpp"
#include "hostlib/flows/office/person.hpp"
#include "hostlib/flows/office/table.hpp"
#include "wire/office/document.hpp"

namespace ssc::flows {

struct GateRequest {
  std::string item;                              ///< catalogue id
  std::vector<wire::office::NamedValue> values;  ///< what the gate says, each of its inputs once
  /// What the gate's camera found: likeness of a live face, per cent; 0: no live face; nothing: it does not
  /// look.
  std::optional<std::uint8_t> likeness;
};

/// Who does not pass got an answer too.
struct GateAnswer {
  const GateWord* result;      ///< never nullptr
  std::string reason;          ///< refused: why, one word; passes: what to look at, or empty
  const GateWord* reasonText;  ///< nullptr: there is no reason, or none of ours
  Table table;                 ///< what the gate shows

  [[nodiscard]] bool passes() const { return result->passes; }
};

/// What can be said before anybody is asked for a card. noSuchService for an item that is no quick check,
/// badInput where a value is missing, unknown, given twice or none of its words, or the face is.
Outcome<void> checkGateRequest(const GateRequest& request);

class QuickCheck {
 public:
  QuickCheck(OfficeDesk& desk, std::stop_token stop) : desk_(desk), stop_(std::move(stop)) {}

  /// checkGateRequest() first. officeBadAnswer for a result that is none of gates.toml: nobody passes by a
  /// word that is not understood.
  Outcome<GateAnswer> run(const SignedInPerson& person, const GateRequest& request);

 private:
  OfficeDesk& desk_;
  std::stop_token stop_;
};

}  // namespace ssc::flows
