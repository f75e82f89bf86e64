// The holder goes away, or the session's time is over: at any message, in any wait.
#include <algorithm>

#include "tests/unit/flows_print/print_rig.hpp"

using namespace ssc;
using flows::PrintEnd;
using flows::PrintState;
using flows::Reason;
using test::PrintRig;
using test::StopAt;
using Names = std::vector<std::string>;

namespace {

constexpr std::size_t kPrepared = 1;  // 8202
constexpr std::size_t kMessages = 3;  // and 8203, 8204

}  // namespace

TEST_CASE("a stop at any message leaves no document that is valid") {
  for (std::size_t message = 1; message <= kMessages; ++message) {
    for (const StopAt when : {StopAt::before, StopAt::after}) {
      CAPTURE(message);
      CAPTURE((when == StopAt::after));
      PrintRig rig;
      rig.usePresenter();
      REQUIRE(rig.desk->client().draft().has_value());
      rig.line.stop(rig.stop, message, when);
      if (message <= kPrepared && when == StopAt::before) {
        test::failureOf(rig.prepare(), Reason::cancelled);
        CHECK(rig.center().seen("8203").empty());
        continue;
      }
      const PrintEnd end = rig.print();
      const bool wasTaken = message == kMessages;
      CHECK_EQ(end.isTaken(), wasTaken);
      if (!wasTaken) test::checkFailure(*end.failure, Reason::cancelled);
      const bool registered = !end.docNo.empty();
      CHECK_EQ(registered, rig.center().done("8203") == 1);
      CHECK_EQ(rig.closed().size(), (registered ? 1U : 0U));
      if (registered) CHECK_EQ(rig.closed().front(), (wasTaken ? "taken" : "void cancelled"));
      CHECK(rig.kept().empty());
    }
  }
}

TEST_CASE("a stop in any wait cancels the job, clears the presenter and voids the document") {
  for (const bool withPresenter : {true, false}) {
    PrintRig undisturbed;
    undisturbed.hasPresenter = withPresenter;
    CHECK(undisturbed.print().isTaken());
    const std::size_t waits = undisturbed.office.clock.waits().size();
    REQUIRE(waits >= 3);
    for (std::size_t wait = 1; wait <= waits; ++wait) {
      CAPTURE(withPresenter);
      CAPTURE(wait);
      PrintRig rig;
      rig.hasPresenter = withPresenter;
      std::size_t seen = 0;
      rig.office.clock.onWait = [&] {
        if (++seen == wait) rig.stop.request_stop();
      };
      const PrintEnd end = rig.print();
      test::checkVoid(rig, end, Reason::cancelled);
      const bool printed =
          std::ranges::find(rig.shown, PrintState::presented, &flows::PrintView::state) != rig.shown.end() ||
          std::ranges::find(rig.shown, PrintState::asked, &flows::PrintView::state) != rig.shown.end();
      CHECK_EQ(rig.printer.cancelled, (printed ? 0 : 1));
      if (!withPresenter) CHECK(end.paperOpen);
      if (withPresenter && printed) CHECK_FALSE(end.paperOpen);
      if (withPresenter) CHECK_EQ(rig.presenter.retractions, 1);
    }
  }
}
