// Every reason has its row, and the codes are those that callers of the terminal interface know.
#include <algorithm>
#include <doctest/doctest.h>
#include <set>

#include "hostlib/flows/failure.hpp"
#include "hostlib/flows/module_access.hpp"
#include "hostlib/flows/reason.hpp"

using namespace ssc;
using flows::kReasonRows;
using flows::Reason;
using flows::ReasonRow;

TEST_CASE("the row of a reason stands at its place and is complete") {
  std::set<std::string_view> ids;
  for (std::size_t i = 0; i < kReasonRows.size(); ++i) {
    const ReasonRow& row = kReasonRows[i];
    CAPTURE(row.id);
    CHECK_EQ(static_cast<std::size_t>(row.reason), i);
    CHECK_EQ(&flows::rowOf(row.reason), &row);
    CHECK(ids.insert(row.id).second);
    CHECK_LE(row.code, 0);
    CHECK_GT(row.exit, 0);
    for (const std::string_view text : {row.cause, row.zh, row.en, row.clerk, row.integrator})
      CHECK_FALSE(text.empty());
  }
  CHECK_EQ(static_cast<std::size_t>(Reason::offlineRefused) + 1, kReasonRows.size());
}

TEST_CASE("every code of the published table that is ours is the code of a row") {
  for (const int code : {-1,    -2,    -4,    -11,   -12,    -13,    -14,    -20,    -21,    -22,
                         -23,   -24,   -31,   -32,   -33,    -34,    -41,    -42,    -51,    -52,
                         -2201, -2202, -2203, -2204, -27010, -27266, -27267, -27272, -37634, -37891}) {
    CAPTURE(code);
    CHECK(std::ranges::any_of(kReasonRows, [&](const ReasonRow& row) { return row.code == code; }));
  }
}

TEST_CASE("rows without a code of their own give minus the status word") {
  for (const Reason reason : {Reason::cardStatus, Reason::terminalRefused}) {
    CHECK_EQ(flows::rowOf(reason).code, 0);
    CHECK_EQ(flows::Failure{reason, "step", apdu::StatusWord(0x6A82)}.code(), -27266);
    CHECK_EQ(flows::Failure{reason, "step", apdu::StatusWord(0x63C0)}.code(), -25536);
    CHECK_EQ(flows::Failure{reason, "step", apdu::StatusWord(0x9303)}.code(), -37635);
  }
  CHECK_EQ(std::ranges::count_if(kReasonRows, [](const ReasonRow& row) { return row.code == 0; }), 2);
}

TEST_CASE("codes for which a caller goes on with the HSM all end with exit code 5") {
  for (const ReasonRow& row : kReasonRows) {
    const bool goesOnWithHsm =
        row.code == -24 || row.code == -27272 || (row.code <= -2201 && row.code >= -2203);
    const bool isDebitKey = row.code == -37891;  // the security module's fault too, but no way on
    CHECK_EQ(row.exit == 5, goesOnWithHsm || isDebitKey);
  }
}

TEST_CASE("the HSM is asked for these reasons of the PSAM and for no other") {
  const std::set<Reason> toHsm{Reason::samAbsent, Reason::samFault, Reason::samAlgorithm,  Reason::samReadKey,
                               Reason::samKey,    Reason::samLevel, Reason::hsmUnreachable};
  for (const ReasonRow& row : kReasonRows) {
    CAPTURE(row.id);
    CHECK_EQ(flows::leadsToHsm({row.reason, "step", {}}), toHsm.contains(row.reason));
  }
  // A card's own 6A88 has the number of a PSAM without the key.
  CHECK_EQ(flows::Failure{Reason::cardStatus, "step", apdu::StatusWord(0x6A88)}.code(), -27272);
  CHECK_FALSE(flows::leadsToHsm({Reason::cardStatus, "step", apdu::StatusWord(0x6A88)}));
  CHECK_FALSE(flows::leadsToHsm({Reason::terminalRefused, "step", apdu::StatusWord(0x6A88)}));
}

TEST_CASE("a technical text has the cause, the place and the meaning of the status word") {
  const flows::Failure failure{Reason::terminalRefused, "EXTERNAL AUTHENTICATE", apdu::StatusWord(0x63C2)};
  const std::string text = failure.technicalText();
  CHECK_NE(text.find(flows::rowOf(Reason::terminalRefused).cause), std::string::npos);
  CHECK_NE(text.find("[EXTERNAL AUTHENTICATE]"), std::string::npos);
  CHECK_NE(text.find("63C2"), std::string::npos);
  CHECK_NE(text.find("tries left"), std::string::npos);
  CHECK_EQ(flows::Failure{Reason::cardAbsent, "", {}}.technicalText(),
           flows::rowOf(Reason::cardAbsent).cause);
}
