// Documents that come into the hand of who asked for them.
#include "hostlib/flows/office/print_document.hpp"

#include <algorithm>

#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "tests/unit/flows_print/print_rig.hpp"
#include "wire/document_code.hpp"

using namespace ssc;
using namespace wire::office;
using flows::PrintEnd;
using flows::PrintState;
using flows::Reason;
using printer::Phase;
using printer::Trouble;
using test::kDocNo;
using test::PrintRig;
using Names = std::vector<std::string>;

TEST_CASE("the states of a printed document, row by row") {
  struct Row {
    PrintState state, next, withoutPresenter, failure;
    bool isOpen;
  };
  using S = PrintState;
  const std::vector<Row> rows{{S::created, S::rendered, S::rendered, S::failed, false},
                              {S::rendered, S::registered, S::registered, S::failed, false},
                              {S::registered, S::spooled, S::spooled, S::voided, true},
                              {S::spooled, S::printing, S::printing, S::voided, true},
                              {S::printing, S::presented, S::asked, S::voided, true},
                              {S::presented, S::taken, S::taken, S::retracted, true},
                              {S::asked, S::taken, S::taken, S::voided, true},
                              {S::retracted, S::voided, S::voided, S::voided, true}};
  for (const Row& row : rows) {
    CAPTURE(std::string(rowOf(row.state).name));
    CHECK(nextOf(row.state, true) == row.next);
    CHECK(nextOf(row.state, false) == row.withoutPresenter);
    CHECK(rowOf(row.state).onFailure == row.failure);
    CHECK_EQ(rowOf(row.state).isOpen, row.isOpen);
    CHECK(flows::printStateNamed(rowOf(row.state).name) == row.state);
  }
  CHECK_FALSE(flows::printStateNamed("").has_value());
}

TEST_CASE("facts are asked, counted, registered, printed and taken, in this order") {
  PrintRig rig;
  rig.usePresenter();
  const PrintEnd end = rig.print();
  CHECK(end.isTaken());
  CHECK_FALSE(end.failure.has_value());
  CHECK_EQ(end.docNo, kDocNo);
  CHECK_EQ(end.pages, test::kPages);
  CHECK_EQ(end.pagesDone, test::kPages);
  CHECK(end.told);
  CHECK_FALSE(end.paperOpen);
  CHECK_EQ(rig.messages(), Names{"8202", "8203", "8204"});
  CHECK_EQ(rig.closed(), Names{"taken"});
  CHECK(rig.kept().empty());
  CHECK_EQ(rig.statesShown(), Names{"registered", "spooled", "printing", "presented", "taken"});
  CHECK_EQ(rig.maker.made, Names{"draft 张三", std::string(kDocNo) + " 张三"});
  CHECK_EQ(rig.printer.jobs,
           Names{std::string(kDocNo) + ": PDF " + wire::printedDocumentCode(rig.registered.code)});
  CHECK_EQ(rig.printer.cancelled, 0);
  CHECK_EQ(rig.presenter.retractions, 0);
}

TEST_CASE("the hash that is registered is that of the facts with their cells in the open") {
  PrintRig rig;
  const PrintEnd end = rig.print();
  CHECK(end.isTaken());
  const auto body = decodeBody<RegisterDocument>(rig.center().seen("8203").at(0).input).value();
  const std::string facts = "02|999900199001010014|2024-02|2026-01|张三|999900199001010014|1";
  CHECK_EQ(body.bodyHash, crypto::toHex(*crypto::sm3(crypto::bytesOf(facts))));
  CHECK_EQ(body.draftNo, "draft-1");
  CHECK_EQ(body.pages, test::kPages);
  CHECK_EQ(body.sessionId, "A1");
}

TEST_CASE("pages are counted for the holder as the printer counts them") {
  PrintRig rig;
  CHECK(rig.print().isTaken());
  Names counted;
  for (const auto& view : rig.shown)
    if (view.state == PrintState::printing)
      counted.push_back(std::to_string(view.page) + "/" + std::to_string(view.pages));
  CHECK_EQ(counted, Names{"0/2", "1/2", "2/2"});
}

TEST_CASE("without a presenter the holder is asked whether all pages came") {
  PrintRig rig;
  const PrintEnd end = rig.print();
  CHECK(end.isTaken());
  CHECK_EQ(rig.statesShown(), Names{"registered", "spooled", "printing", "asked", "taken"});
  CHECK_EQ(rig.closed(), Names{"taken"});
}

TEST_CASE("pages that are taken in the last moment are taken") {
  PrintRig rig;
  rig.usePresenter();
  rig.presenter.looksBeforeTaken = 1'000'000;
  rig.presenter.atRetracting = test::FakePresenter::Where::taken;
  CHECK(rig.print().isTaken());
  CHECK_EQ(rig.presenter.retractions, 1);
  CHECK_EQ(rig.closed(), Names{"taken"});
}

TEST_CASE("a printer that is out of sight for a while is waited for") {
  PrintRig rig;
  rig.printer.looks = {test::job(Phase::printing, 1), tl::unexpected(printer::PrinterError::gone),
                       tl::unexpected(printer::PrinterError::timedOut), test::job(Phase::completed, 2)};
  CHECK(rig.print().isTaken());
}

TEST_CASE("a printer that is filled again goes on, and the holder reads why it stood still") {
  PrintRig rig;
  rig.printer.looks = {test::job(Phase::printing, 1), test::job(Phase::stopped, 1, Trouble::paperOut),
                       test::job(Phase::printing, 1), test::job(Phase::completed, 2)};
  CHECK(rig.print().isTaken());
  const bool seen = std::ranges::any_of(
      rig.shown, [](const flows::PrintView& view) { return view.trouble == Trouble::paperOut; });
  CHECK(seen);
}

TEST_CASE("low paper, and a count that is enough, print") {
  PrintRig rig;
  rig.printer.paperState = printer::PaperState{Trouble::paperLow, true, 2};
  CHECK(rig.print().isTaken());
}

TEST_CASE("the records of a year are asked by 8201, as their items say; others are no documents") {
  PrintRig rig;
  rig.center().answerWith("8201", [&](const test::Seen& seen) {
    const DocumentBlock person{"person",
                               {{"name", "name", true}, {"number", "account", true}},
                               {{{rig.sealed(seen, "name", "张三"), rig.sealed(seen, "number", "9")}}}};
    return encodeBody(DocumentData{"d", "01", "2025-01", "2025-12", {person}, "999900", "20260105093000000"});
  });
  for (const char* item : {"LP-HR-022", "YZ-028", "LP-HR-023"}) {
    rig.request.item = item;
    rig.request.year = "2025";
    REQUIRE(rig.prepare().has_value());
    CHECK_EQ(decodeBody<AskRightsRecord>(rig.center().seen("8201").back().input).value().item, item);
  }
  for (const char* item :
       {"LP-HR-006", "LP-HR-033", "LP-HR-034", "LP-HR-040", "LP-HR-076", "YZ-027", "YZ-037"})
    CHECK(flows::printsDocument(item));
  for (const char* item : {"LP-HR-001", "YZ-003", ""}) {
    CAPTURE(item);
    rig.request.item = item;
    test::failureOf(rig.prepare(), Reason::noSuchService);
  }
}

TEST_CASE("a document without a table of the person needs the number from who signed in") {
  PrintRig rig;
  rig.request.item = "LP-HR-006";
  rig.center().answerWith("8202", [](const test::Seen&) {
    const DocumentBlock list{"list", {{"post", "text", false}}, {{{"木工"}}}};
    return encodeBody(DocumentData{"d", "09", "", "", {list}, "999900", "20260105093000000"});
  });
  test::failureOf(rig.prepare(), Reason::badInput);
  rig.request.number = crypto::Personal("N");
  const auto draft = rig.prepare();
  REQUIRE(draft.has_value());
  CHECK_EQ(draft->facts.bodyHash, crypto::toHex(*crypto::sm3(crypto::bytesOf("09|N|||木工"))));
}
