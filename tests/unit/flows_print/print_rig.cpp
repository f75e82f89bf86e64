#include "tests/unit/flows_print/print_rig.hpp"

#include "wire/document_code.hpp"

namespace ssc::test {

using namespace wire::office;
using flows::PrintState;
using flows::Reason;
using printer::Phase;

namespace {

DocumentRegistered registration() {
  const crypto::Key key(crypto::ByteView(std::vector<std::uint8_t>(32, 1)));
  const auto code = wire::makeDocumentCode(key, kDocNo, crypto::Sm3Digest{}).value();
  return {kDocNo, code, wire::makeDocumentText({kDocNo, code}).value(), "20260105093000000"};
}

}  // namespace

flows::Outcome<flows::RenderedPaper> FakeMaker::make(const flows::PaperFacts& facts,
                                                     const std::optional<flows::PaperMarks>& marks,
                                                     flows::PaperLanguage) {
  made.push_back((marks ? marks->docNo : "draft") + " " + facts.blocks.at(0).table.rows.at(0).at(0).reveal());
  const auto& fault = marks ? finalFault : draftFault;
  if (fault) return tl::unexpected(*fault);
  return flows::RenderedPaper{
      crypto::SecretBytes(crypto::bytesOf(marks ? "PDF " + marks->printed : "PDF draft")),
      marks ? finalPages : draftPages};
}

printer::Result<printer::PaperState> FakePrinter::paper(const std::stop_token&) {
  return paperState;
}

printer::Result<printer::JobId> FakePrinter::submit(crypto::ByteView pdf, const std::string& jobName,
                                                    const std::stop_token&) {
  jobs.push_back(jobName + ": " + std::string(pdf.begin(), pdf.end()));
  return accepted;
}

printer::Result<printer::JobState> FakePrinter::state(printer::JobId, const std::stop_token& stop) {
  if (stop.stop_requested()) return tl::unexpected(printer::PrinterError::cancelled);
  const Look look = looks.front();
  if (looks.size() > 1) looks.pop_front();
  return look;
}

printer::Result<void> FakePrinter::cancel(printer::JobId) {
  ++cancelled;
  return {};
}

printer::JobState job(Phase phase, unsigned pages, printer::Trouble trouble) {
  return {phase, pages, trouble};
}

printer::Result<printer::Presented> FakePresenter::look() {
  if (unplugged) return tl::unexpected(printer::PrinterError::gone);
  if (!isFed()) return now;
  if (now.bundle == 4 && atPresenting) now = {*atPresenting, 5};
  const bool out = now.bundle == 5 && now.where == Where::presented;
  if (out && looks_++ == looksBeforeTaken) now.where = Where::taken;
  return now;
}

printer::Result<void> FakePresenter::retract() {
  if (unplugged) return tl::unexpected(printer::PrinterError::gone);
  ++retractions;
  if (now.where == Where::presented) now.where = atRetracting;
  return {};
}

namespace {

class CrashingTurn final : public flows::PrintTurn {
 public:
  CrashingTurn(CrashingRegistry& registry, std::unique_ptr<flows::PrintTurn> turn)
      : registry_(registry), turn_(std::move(turn)) {}
  flows::Outcome<void> keep(const flows::PrintRecord& record) override {
    return registry_.written([&] { return turn_->keep(record); });
  }
  void drop(const std::string& docNo) override {
    static_cast<void>(registry_.written([&]() -> flows::Outcome<void> {
      turn_->drop(docNo);
      return {};
    }));
  }
  [[nodiscard]] std::vector<flows::PrintRecord> kept() const override { return turn_->kept(); }

 private:
  CrashingRegistry& registry_;
  std::unique_ptr<flows::PrintTurn> turn_;
};

}  // namespace

flows::Outcome<std::unique_ptr<flows::PrintTurn>> CrashingRegistry::take() {
  auto turn = folder_.take();
  if (!turn) return turn;
  return std::make_unique<CrashingTurn>(*this, std::move(*turn));
}

flows::Outcome<void> CrashingRegistry::written(const std::function<flows::Outcome<void>()>& write) {
  ++writes_;
  const bool now = left_ > 0 && --left_ == 0;
  if (now && at_ == At::before) throw Crash{};
  if (now && at_ == At::diskFull)
    return tl::unexpected(flows::Failure{Reason::badConfiguration, "no space left", {}});
  auto done = write();
  if (now && at_ == At::after) throw Crash{};
  return done;
}

PrintRig::PrintRig() : registered(registration()) {
  request.item = "LP-HR-021";
  printer.looks = {job(Phase::queued), job(Phase::printing, 1), job(Phase::completed, kPages)};
  presenter.isFed = [this] { return printer.looks.size() == 1 && !printer.jobs.empty(); };
  center().answerWith("8202", [this](const Seen& seen) {
    const DocumentBlock person{
        "person",
        {{"name", "name", true}, {"number", "account", true}, {"sex", "code", false}},
        {{{sealed(seen, "name", "张三"), sealed(seen, "number", "999900199001010014"), "1"}}}};
    return encodeBody(
        DocumentData{"draft-1", "02", "2024-02", "2026-01", {person}, "999900", "20260105093000000"});
  });
  center().answerWith("8203", [this](const Seen&) { return encodeBody(registered); });
  center().answerWith("8204", [](const Seen&) { return encodeBody(Done{}); });
}

flows::Outcome<flows::PrintDraft> PrintRig::prepare() {
  REQUIRE(desk->client().draft().has_value());  // somebody has signed in, so the terminal has
  return flows::PrintDocument(*desk, maker, registry, {printer}, {}, stop.get_token())
      .prepare(signedInPerson(), request);
}

flows::PrintEnd PrintRig::print() {
  const auto draft = prepare();
  REQUIRE(draft.has_value());
  const flows::PrintFace face{
      [this](const flows::PrintView& view) { shown.push_back(view); },
      [this]() -> std::optional<bool> { return looksBeforeAnswer-- > 0 ? std::nullopt : answer; }};
  const flows::PrintDevices devices{printer, hasPresenter ? &presenter : nullptr, hasTray ? &tray : nullptr};
  return flows::PrintDocument(*desk, maker, registry, devices, face, stop.get_token(), limits)
      .print(signedInPerson(), *draft);
}

void PrintRig::usePresenter() {
  hasPresenter = true;
}

std::vector<std::string> PrintRig::closed() {
  std::vector<std::string> all;
  for (const Seen& seen : center().seen("8204")) {
    const auto body = decodeBody<CloseDocument>(seen.input).value();
    CHECK_EQ(body.docNo, kDocNo);
    all.push_back(body.state + (body.reason.empty() ? "" : " " + body.reason));
  }
  return all;
}

std::vector<flows::PrintRecord> PrintRig::kept() {
  const auto turn = flows::PrintFolder(office.folder.path() / "print").take();
  REQUIRE(turn.has_value());
  return (*turn)->kept();
}

std::vector<std::string> PrintRig::statesShown() const {
  std::vector<std::string> names;
  for (const flows::PrintView& view : shown) {
    const std::string name(rowOf(view.state).name);
    if (names.empty() || names.back() != name) names.push_back(name);
  }
  return names;
}

void checkVoid(PrintRig& rig, const flows::PrintEnd& end, Reason reason) {
  CHECK(end.state == PrintState::voided);
  REQUIRE(end.failure.has_value());
  checkFailure(*end.failure, reason);
  CHECK_EQ(end.docNo, kDocNo);
  CHECK(end.told);
  const std::vector<std::string> wanted{"void " + std::string(flows::rowOf(reason).id)};
  CHECK_EQ(rig.closed(), wanted);
  CHECK(rig.kept().empty());
  CHECK_EQ(rig.statesShown().back(), "voided");
}

void checkFailed(PrintRig& rig, const flows::PrintEnd& end, Reason reason) {
  CHECK(end.state == PrintState::failed);
  REQUIRE(end.failure.has_value());
  checkFailure(*end.failure, reason);
  CHECK(end.docNo.empty());
  CHECK(rig.closed().empty());
  CHECK(rig.kept().empty());
  CHECK(rig.printer.jobs.empty());
}

}  // namespace ssc::test
