#include "wire/settlement/record.hpp"

#include <array>
#include <doctest/doctest.h>
#include <functional>
#include <set>
#include <string>

#include "tests/unit/settlement/settlement_samples.hpp"

namespace ssc::wire::settlement {
namespace {

std::string placeOf(const Record& record) {
  const auto text = canonical(record);
  return text ? "" : text.error().place;
}

std::string placeOf(std::string_view text) {
  const auto record = parseRecord(text);
  return record ? "" : record.error().place;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

struct Spoilt {
  const char* place;
  std::function<void(Record&)> spoil;
};

}  // namespace

TEST_CASE("the published records, to the byte") {
  CHECK_EQ(canonical(samples::settled()).value(), samples::kSettledText);
  CHECK_EQ(canonical(samples::aborted()).value(), samples::kAbortedText);
}

TEST_CASE("what is written is what is read, for every type") {
  for (const Record& record : {samples::settled(), samples::aborted(), samples::exception(),
                               samples::resolution(), samples::reversal()}) {
    const auto text = canonical(record);
    REQUIRE(text.has_value());
    const auto read = parseRecord(*text);
    REQUIRE(read.has_value());
    CHECK_EQ(canonical(*read).value(), *text);
    CHECK(read->type == record.type);
    CHECK(read->amounts == record.amounts);
    CHECK(read->holder == record.holder);
    CHECK(read->original == record.original);
  }
}

TEST_CASE("a record that breaks a rule has no text, and the field is named") {
  const auto make = samples::settled;
  REQUIRE_EQ(placeOf(make()), "");
  const std::array rows{
      Spoilt{"terminalId", [](Record& r) { r.terminalId = "000000000000"; }},
      Spoilt{"terminalId", [](Record& r) { r.terminalId = "99999900001"; }},
      Spoilt{"orgId", [](Record& r) { r.institution = "SIMH0000000a"; }},
      Spoilt{"offlineSeq", [](Record& r) { r.sequence = 0; }},
      Spoilt{"bizType", [](Record& r) { r.business = static_cast<Business>(21); }},
      Spoilt{"recType", [](Record& r) { r.type = static_cast<RecordType>('X'); }},
      Spoilt{"aab301", [](Record& r) { r.holder.region = ""; }},
      Spoilt{"aaz500", [](Record& r) { r.holder.cardNumber = "T0000002"; }},
      Spoilt{"aaz501", [](Record& r) { r.holder.cardId[0] = 'g'; }},
      Spoilt{"ssnTag", [](Record& r) { r.holder.tag = "1339DC1EE221"; }},
      Spoilt{"trnTime", [](Record& r) { r.time = "20260230093015"; }},
      Spoilt{"amtTotal", [](Record& r) { r.amounts.total += 1; }},
      Spoilt{"amtTotal", [](Record& r) { r.amounts = {1ULL << 40U, 0, 1ULL << 40U, 0}; }},
      Spoilt{"amtFund", [](Record& r) { r.amounts = {12850, 100, 7900, 4850}; }},
      Spoilt{"amtAcct", [](Record& r) { r.amounts = {4850, 0, 0, 4850}; }},
      Spoilt{"feeLines", [](Record& r) { r.feeLines = 301; }},
      Spoilt{"feeDigest", [](Record& r) { r.feeLines = 0; }},
      Spoilt{"reasonCode", [](Record& r) { r.reason = "N22"; }},
      Spoilt{"policyVer", [](Record& r) { r.policyVersion = "20260105"; }},
      Spoilt{"operId", [](Record& r) { r.operatorId = ""; }},
      Spoilt{"operId", [](Record& r) { r.operatorId = "op|7"; }},
      Spoilt{"tac", [](Record& r) { r.tac.reset(); }},
      Spoilt{"termSeq", [](Record& r) { r.terminalSequence = 0; }},
      Spoilt{"origSeq", [](Record& r) { r.original = 3; }},
      Spoilt{"visitNo", [](Record& r) { r.visit = "a|b"; }},
      Spoilt{"visitNo", [](Record& r) { r.visit = std::string(31, '1'); }},
      Spoilt{"visitNo", [](Record& r) { r.visit = "a\nb"; }},
  };
  for (const Spoilt& row : rows) {
    Record record = make();
    row.spoil(record);
    CHECK_EQ(placeOf(record), row.place);
  }
  Record late = samples::reversal();
  late.original = 21;  // itself
  CHECK_EQ(placeOf(late), "origSeq");
  Record paid = samples::exception();
  paid.amounts = {3000, 0, 1000, 2000};
  CHECK_EQ(placeOf(paid), "amtCash");
}

TEST_CASE("one record has one text") {
  const std::string good = samples::kSettledText;
  REQUIRE_EQ(placeOf(good), "");
  CHECK_EQ(placeOf(replaced(good, "|17|", "|017|")), "offlineSeq");
  CHECK_EQ(placeOf(replaced(good, "|17|", "|+17|")), "offlineSeq");
  CHECK_EQ(placeOf(replaced(good, "|17|", "|-17|")), "offlineSeq");
  CHECK_EQ(placeOf(replaced(good, "|17|", "||")), "offlineSeq");
  CHECK_EQ(placeOf(replaced(good, "|17|", "|4294967296|")), "offlineSeq");
  CHECK_EQ(placeOf(replaced(good, "|12850|", "| 12850|")), "amtTotal");
  CHECK_EQ(placeOf(replaced(good, "|1|2026", "|65536|2026")), "cardSeq");
  CHECK_EQ(placeOf(replaced(good, "58A621F4", "58a621f4")), "tac");
  CHECK_EQ(placeOf(replaced(good, "e853", "E853")), "feeDigest");
  CHECK_EQ(placeOf(replaced(good, "1|999999", "2|999999")), "recVer");
  CHECK(!parseRecord(good + "|"));
  CHECK(!parseRecord(good.substr(0, good.rfind('|'))));
  CHECK(!parseRecord(""));
  CHECK(!parseRecord(std::string(30, '|')));
  CHECK(!parseRecord(good + std::string(2000, '1')));
}

TEST_CASE("whatever byte is turned, the text is another record or none, never the same") {
  const std::string good = samples::kSettledText;
  for (std::size_t at = 0; at < good.size(); ++at)
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string turned = good;
      turned[at] = static_cast<char>(static_cast<unsigned char>(turned[at]) ^ (1U << bit));
      const auto record = parseRecord(turned);
      if (record) CHECK_EQ(canonical(*record).value(), turned);
    }
}

TEST_CASE("reasons have codes of their own and both languages") {
  std::set<std::string_view> codes;
  for (const OfflineReason& row : offlineReasons()) {
    CHECK(codes.insert(row.code).second);
    CHECK(!row.zh.empty());
    CHECK(!row.en.empty());
    CHECK(isOfflineReason(row.code));
  }
  CHECK_EQ(codes.size(), 11);
  CHECK(!isOfflineReason("N2"));
  CHECK(!isOfflineReason(""));
}

}  // namespace ssc::wire::settlement
