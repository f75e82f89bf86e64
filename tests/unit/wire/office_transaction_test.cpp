// The tables of transactions, errors and limits.
#include <algorithm>
#include <doctest/doctest.h>
#include <set>

#include "wire/office/document.hpp"
#include "wire/office/envelope.hpp"
#include "wire/office/query.hpp"
#include "wire/office/staff.hpp"
#include "wire/office/transaction.hpp"

using namespace ssc::wire::office;
using namespace std::chrono_literals;
using Retry = Limits::Retry;

namespace {

Kind kindOf(std::string_view infno) {
  const auto* row = findTransaction(infno);
  REQUIRE_MESSAGE(row != nullptr, infno);
  return row->kind;
}

}  // namespace

TEST_CASE("transactions and errors are sorted, and each is found by its number") {
  CHECK(std::ranges::is_sorted(kTransactions, {}, &Transaction::infno));
  std::set<std::string_view> names;
  for (const Transaction& row : kTransactions) {
    CAPTURE(row.infno);
    CHECK_EQ(findTransaction(row.infno), &row);
    CHECK(names.insert(row.name).second);
  }
  for (const ErrorRow& row : kErrors) {
    CHECK_EQ(findError(static_cast<unsigned>(row.code)), &row);
    CHECK_EQ(&rowOf(row.code), &row);
  }
  CHECK(findTransaction("") == nullptr);
  CHECK(findTransaction("0000") == nullptr);
  CHECK(findTransaction("82060") == nullptr);
  CHECK(findTransaction("9999") == nullptr);
  CHECK(findError(0) == nullptr);
  CHECK(findError(9999) == nullptr);
}

TEST_CASE("limits of each kind are the printed ones") {
  struct Row {
    Kind kind;
    std::chrono::milliseconds connect, total;
    Retry retry;
  };
  for (const Row& row : {
           Row{Kind::query, 2s, 8s, Retry::resend},
           Row{Kind::write, 2s, 15s, Retry::askThenResend},
           Row{Kind::payment, 2s, 15s, Retry::none},
           Row{Kind::poll, 1s, 3s, Retry::none},
           Row{Kind::heartbeat, 2s, 5s, Retry::none},
           Row{Kind::file, 5s, 60s, Retry::backOff},
           Row{Kind::settle, 2s, 15s, Retry::askOnly},
           Row{Kind::signIn, 2s, 15s, Retry::resend},
           Row{Kind::identity, 2s, 8s, Retry::resend},
       }) {
    CAPTURE(static_cast<int>(row.kind));
    const Limits limits = limitsOf(row.kind);
    CHECK_EQ(limits.connect.count(), row.connect.count());
    CHECK_EQ(limits.total.count(), row.total.count());
    CHECK(limits.retry == row.retry);
  }
}

TEST_CASE("every transaction of the printed time limits has its kind") {
  struct Row {
    Kind kind;
    std::vector<std::string_view> codes;
  };
  for (const Row& row : {
           Row{Kind::query, {"8201", "8202", "8206", "8301", "9015"}},
           Row{Kind::write, {"8302", "8303", "8304", "8305", "8306", "8307", "8308", "8309", "8310",
                             "8312", "8313", "8314", "8315", "8316", "8402", "8404", "8405", "8406",
                             "8701", "8703", "8704", "8711", "8712", "8713", "8721", "8732"}},
           Row{Kind::payment, {"8503"}},
           Row{Kind::settle, {"2102", "2207", "2304"}},
           Row{Kind::poll, {"8103"}},
           Row{Kind::heartbeat, {"9010"}},
           Row{Kind::file, {"9101", "8602"}},
       }) {
    for (const auto code : row.codes) {
      CAPTURE(code);
      CHECK(kindOf(code) == row.kind);
    }
  }
}

TEST_CASE(
    "only what comes before the sign-in goes without one, only what a suspended terminal needs is open to "
    "it") {
  std::vector<std::string_view> unsignedOn, suspended;
  for (const Transaction& row : kTransactions) {
    if (!row.signOn) unsignedOn.push_back(row.infno);
    if (row.suspended) suspended.push_back(row.infno);
  }
  CHECK(unsignedOn == std::vector<std::string_view>{"9001", "9020", "9022"});
  CHECK(suspended == std::vector<std::string_view>{"2601", "8602", "8603", "8604", "9001", "9010", "9013",
                                                   "9015", "9022", "9101"});
}

TEST_CASE("every message that is built belongs to a transaction") {
  for (const std::string_view infno :
       {Register::kInfno,       PowerOn::kInfno,         SignIn::kInfno,        SignOut::kInfno,
        Heartbeat::kInfno,      AskAfter::kInfno,        CardSignIn::kInfno,    PinResult::kInfno,
        PhoneCode::kInfno,      CreateCode::kInfno,      PollSignIn::kInfno,    CancelSignIn::kInfno,
        EndSession::kInfno,     Query::kInfno,           ProveIdentity::kInfno, CheckDocument::kInfno,
        AskCardState::kInfno,   AskRightsRecord::kInfno, AskStatement::kInfno,  RegisterDocument::kInfno,
        CloseDocument::kInfno,  QuickCheck::kInfno,      HelpCall::kInfno,      ClerkRelease::kInfno,
        AuthorityCheck::kInfno, StaffSignIn::kInfno,     StaffSignOut::kInfno}) {
    CAPTURE(infno);
    CHECK(findTransaction(infno) != nullptr);
  }
}

TEST_CASE("the number in an error's text is read again, and nothing else is") {
  CHECK_EQ(errorText(ErrorCode::busy, 5, "input.item"), "busy n=5 at=input.item");
  CHECK_EQ(errorText(ErrorCode::busy), "busy");
  CHECK_EQ(numberIn("busy n=5 at=input.item"), 5);
  CHECK_EQ(numberIn("busy n=4294967295"), 4294967295U);
  for (const char* text : {"", "busy", "busy n=", "busy n=x", "busy n=-1", "busy n=4294967296"}) {
    CAPTURE(text);
    CHECK_EQ(numberIn(text), 0);
  }
}
