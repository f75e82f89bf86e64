// Everything around a document that is printed: a center that gives facts and numbers, a maker of pages, a
// printer, a presenter, a hand and a mouth, each of them with a script.
#pragma once

#include <deque>

#include "hostlib/flows/office/print_document.hpp"
#include "tests/unit/flows_office/desk_rig.hpp"
#include "wire/office/document.hpp"

namespace ssc::test {

inline constexpr const char* kDocNo = "SIM9999000220260105000001";
inline constexpr unsigned kPages = 2;

class FakeMaker final : public flows::PaperMaker {
 public:
  flows::Outcome<flows::RenderedPaper> make(const flows::PaperFacts& facts,
                                            const std::optional<flows::PaperMarks>& marks,
                                            flows::PaperLanguage language) override;

  std::size_t draftPages = kPages, finalPages = kPages;
  std::optional<flows::Failure> draftFault, finalFault;
  std::vector<std::string> made;  ///< "draft", or the document's number, and the first cell
};

/// Gives the next of its looks each time, the last one for ever.
class FakePrinter final : public printer::Printer {
 public:
  using Look = printer::Result<printer::JobState>;

  printer::Result<printer::PaperState> paper(const std::stop_token& stop) override;
  printer::Result<printer::JobId> submit(crypto::ByteView pdf, const std::string& jobName,
                                         const std::stop_token& stop) override;
  printer::Result<printer::JobState> state(printer::JobId job, const std::stop_token& stop) override;
  printer::Result<void> cancel(printer::JobId job) override;

  printer::Result<printer::PaperState> paperState{printer::PaperState{}};
  printer::Result<printer::JobId> accepted{printer::JobId{7}};
  std::deque<Look> looks;
  std::vector<std::string> jobs;  ///< names, and what was sent
  int cancelled = 0;
};

printer::JobState job(printer::Phase phase, unsigned pages = 0,
                      printer::Trouble trouble = printer::Trouble::none);

/// Holds pages out once the printer is done, for as many looks as the hand hesitates.
class FakePresenter final : public printer::Presenter {
 public:
  printer::Result<printer::Presented> look() override;
  printer::Result<void> retract() override;

  using Where = printer::Presented::Where;
  printer::Presented now{Where::taken, 4};  ///< what the last holder did
  int looksBeforeTaken = 2;
  std::optional<Where> atPresenting = Where::presented;  ///< nothing: it never holds anything out
  Where atRetracting = Where::retracted;
  bool unplugged = false;
  std::function<bool()> isFed;
  int retractions = 0;

 private:
  int looks_ = 0;
};

class FakeTray final : public printer::TraySensor {
 public:
  printer::Result<bool> paperLies() override { return lies; }
  printer::Result<bool> lies{false};
};

/// Wraps a registry in a folder; may end the program before or after the n-th write, or fail it.
class CrashingRegistry final : public flows::PrintRegistry {
 public:
  struct Crash {};
  enum class At : std::uint8_t { never, before, after, diskFull };

  explicit CrashingRegistry(std::filesystem::path folder) : folder_(std::move(folder)) {}
  flows::Outcome<std::unique_ptr<flows::PrintTurn>> take() override;
  void plan(At at, int write) { at_ = at, left_ = write; }
  [[nodiscard]] int writes() const { return writes_; }

  flows::Outcome<void> written(const std::function<flows::Outcome<void>()>& write);

 private:
  flows::PrintFolder folder_;
  At at_ = At::never;
  int left_ = 0, writes_ = 0;
};

struct PrintRig : DeskRig {
  PrintRig();

  flows::Outcome<flows::PrintDraft> prepare();
  /// Prepares and prints.
  flows::PrintEnd print();
  void usePresenter();
  /// Of each 8204: "taken", "void paperJam".
  std::vector<std::string> closed();
  std::vector<flows::PrintRecord> kept();
  std::vector<std::string> statesShown() const;

  FakeMaker maker;
  FakePrinter printer;
  FakePresenter presenter;
  FakeTray tray;
  CrashingRegistry registry{office.folder.path() / "print"};
  flows::PrintLimits limits;
  flows::PrintRequest request;
  bool hasPresenter = false, hasTray = false;
  std::optional<bool> answer = true;
  int looksBeforeAnswer = 2;
  std::vector<flows::PrintView> shown;
  wire::office::DocumentRegistered registered;
};

/// Ends as void, the center knows why, nothing is kept.
void checkVoid(PrintRig& rig, const flows::PrintEnd& end, flows::Reason reason);
/// Ends without a number: nothing was registered, nothing closed.
void checkFailed(PrintRig& rig, const flows::PrintEnd& end, flows::Reason reason);

}  // namespace ssc::test
