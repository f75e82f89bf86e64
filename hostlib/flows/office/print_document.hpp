// A document on paper, from facts to *taken*: print_states.hpp has its way. Whatever ends it after it got its
// number, the center hears that it is void, now or when it can be reached.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "hostlib/flows/office/print_facts.hpp"
#include "hostlib/flows/office/print_registry.hpp"
#include "hostlib/printer/presenter.hpp"
#include "hostlib/printer/printer.hpp"

namespace ssc::flows {

/// What a face shows while it prints.
struct PrintView {
  PrintState state = PrintState::created;
  unsigned page = 0, pages = 0;  ///< page n of m; 0: not begun, or the printer does not count
  printer::Trouble trouble = printer::Trouble::none;  ///< why nothing moves
  std::chrono::seconds left{0};                       ///< presented, asked: to take the pages, to answer
};

struct PrintFace {
  std::function<void(const PrintView&)> show;
  /// "Have you got n pages?", while the state is asked: nothing until there is an answer. Does not wait.
  std::function<std::optional<bool>()> gotAllPages;
};

/// Borrowed; presenter and tray where they are fitted.
struct PrintDevices {
  printer::Printer& printer;
  printer::Presenter* presenter = nullptr;
  printer::TraySensor* tray = nullptr;
};

struct PrintLimits {
  std::chrono::seconds taking{30};      ///< to take the pages, or to answer; doubled and more for elders
  std::chrono::seconds stalled{60};     ///< a printer that does not get on
  std::chrono::seconds whole{600};      ///< from the spooler to the last page
  std::chrono::seconds presenting{20};  ///< from the last page to the hand
  std::chrono::seconds retracting{15};
  std::chrono::milliseconds look{200};  ///< between two looks at a device

  static PrintLimits forElders() {
    PrintLimits limits;
    limits.taking = std::chrono::seconds(90);
    return limits;
  }
};

/// Facts and how they will look: for a preview, good for ten minutes.
struct PrintDraft {
  PrintFacts facts;
  RenderedPaper preview;
  PaperLanguage language = PaperLanguage::zh;
};

struct PrintEnd {
  PrintState state = PrintState::failed;  ///< taken, voided or failed
  std::optional<Failure> failure;         ///< unless it was taken
  std::string docNo;                      ///< empty: it never had a number
  unsigned pages = 0, pagesDone = 0;
  bool told = true;        ///< false: the center will hear of the end later
  bool paperOpen = false;  ///< pages may lie where the next person finds them: nobody signs in before that is
                           ///< cleared

  [[nodiscard]] bool isTaken() const { return state == PrintState::taken; }
};

class PrintDocument {
 public:
  PrintDocument(OfficeDesk& desk, PaperMaker& maker, PrintRegistry& registry, const PrintDevices& devices,
                PrintFace face, std::stop_token stop, const PrintLimits& limits = {})
      : desk_(desk),
        maker_(maker),
        registry_(registry),
        devices_(devices),
        face_(std::move(face)),
        stop_(std::move(stop)),
        limits_(limits) {}

  /// Asks for the facts and renders them without a number. The center registers nothing yet.
  Outcome<PrintDraft> prepare(const SignedInPerson& person, const PrintRequest& request);
  /// Registers and prints. Ends for a stop too, which costs one message to the center.
  PrintEnd print(const SignedInPerson& person, const PrintDraft& draft);

 private:
  OfficeDesk& desk_;
  PaperMaker& maker_;
  PrintRegistry& registry_;
  PrintDevices devices_;
  PrintFace face_;
  std::stop_token stop_;
  PrintLimits limits_;
};

}  // namespace ssc::flows
