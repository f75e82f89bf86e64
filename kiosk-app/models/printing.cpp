#include "kiosk-app/models/printing.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include "hostlib/catalogue/catalogue.hpp"
#include "kiosk-app/paper/pdf_paper.hpp"
#include "kiosk-app/paper/qt_text.hpp"
#include "kiosk-app/paper_devices.hpp"

namespace ssc::kiosk {

using flows::Outcome;
using flows::PrintEnd;
using flows::PrintState;
using printer::Trouble;

namespace {

using DraftPtr = std::shared_ptr<flows::PrintDraft>;

struct TroubleRow {
  Trouble trouble;
  const char* name;
};
constexpr std::array kTroubles{TroubleRow{Trouble::other, "other"}, TroubleRow{Trouble::offline, "offline"},
                               TroubleRow{Trouble::paperOut, "paperOut"},
                               TroubleRow{Trouble::coverOpen, "coverOpen"}, TroubleRow{Trouble::jam, "jam"}};

QString nameOf(Trouble trouble) {
  const auto* const row = std::ranges::find(kTroubles, trouble, &TroubleRow::trouble);
  return row == kTroubles.end() ? QString() : QString::fromLatin1(row->name);
}

QString stageOf(PrintState state) {
  if (state == PrintState::presented) return QStringLiteral("presented");
  if (state == PrintState::asked) return QStringLiteral("asked");
  return QStringLiteral("printing");
}

std::filesystem::path folderOf(const profile::Config& config) {
  return config.office ? config.office->folder : std::string(".");
}

std::filesystem::path registryOf(const profile::Config& config) {
  return folderOf(config) / "prints";
}

/// There while pages may lie in the tray. Empty: it says nothing of them.
std::filesystem::path paperMarkOf(const profile::Config& config) {
  return folderOf(config) / "paper-open";
}

}  // namespace

/// What one document needs: printer and ports, who makes the pages, what survives a crash.
struct Printing::Bench {
  std::unique_ptr<printer::CupsPrinter> printer;
  std::unique_ptr<printer::PresenterPort> presenter;
  std::unique_ptr<printer::TrayPort> tray;
  PdfPaper maker{};
  flows::PrintFolder registry;

  static Outcome<std::unique_ptr<Bench>> open(const profile::Config& all) {
    const profile::PrinterConfig& config = *all.printer;
    auto made = printerAt(config, config.url);
    if (!made) return tl::unexpected(made.error());
    auto bench = std::make_unique<Bench>(std::move(*made), registryOf(all));
    bench->presenter = presenterOf(config);
    bench->tray = trayOf(config);
    return bench;
  }
  Bench(std::unique_ptr<printer::CupsPrinter> own, std::filesystem::path folder)
      : printer(std::move(own)), registry(std::move(folder)) {}

  flows::PrintDocument document(flows::OfficeDesk& desk, flows::PrintFace face, const std::stop_token& stop,
                                const flows::PrintLimits& limits = {}) {
    return {desk, maker, registry, {*printer, presenter.get(), tray.get()}, std::move(face), stop, limits};
  }
};

Printing::Printing(const profile::Config& config, const View& view, OfficeWork& office, QObject* parent)
    : QObject(parent), config_(config), view_(view), office_(office) {
  connect(&view_, &View::languageChanged, this, &Printing::changed);
}

QString Printing::document() const {
  if (!draft_) return {};
  const auto row = std::ranges::find_if(catalogue::prints(), [&](const catalogue::Print& print) {
    return print.type.id == draft_->facts.paper.type;
  });
  return row == catalogue::prints().end() ? QString() : view_.in(row->type.name);
}

QString Printing::text() const {
  return failure_ ? view_.in(*failure_) : QString();
}

QImage Printing::picture(int page, int width) const {
  if (!draft_ || page < 0) return {};
  const auto drawn =
      PdfPaper::picture(draft_->facts.paper, draft_->language, static_cast<std::size_t>(page), width);
  return drawn ? *drawn : QImage();
}

void Printing::clear() {
  draft_.reset();
  person_.reset();
  failure_.reset();
  stage_ = QStringLiteral("none");
  trouble_.clear();
  number_.clear();
  page_ = pages_ = left_ = 0;
  Q_EMIT changed();
}

void Printing::prepare(const flows::SignedInPerson& person, flows::PrintRequest request) {
  clear();
  if (!config_.printer) return;
  person_ = person;
  stage_ = QStringLiteral("preparing");
  Q_EMIT changed();
  request.language =
      view_.languageOfFlows() == profile::Language::zh ? flows::PaperLanguage::zh : flows::PaperLanguage::en;
  office_.run<DraftPtr>(
      [this, person, request](const DeskPtr& desk, const std::stop_token& stop) -> Outcome<DraftPtr> {
        auto bench = Bench::open(config_);
        if (!bench) return tl::unexpected(bench.error());
        auto draft = (*bench)->document(*desk, {}, stop).prepare(person, request);
        if (!draft) return tl::unexpected(draft.error());
        return std::make_shared<flows::PrintDraft>(std::move(*draft));
      },
      [this](Outcome<DraftPtr> draft) {
        if (!draft) {
          clear();
          Q_EMIT failed(draft.error());
          return;
        }
        draft_ = std::move(*draft);
        pages_ = static_cast<int>(draft_->preview.pages);
        stage_ = QStringLiteral("preview");
        Q_EMIT changed();
      });
}

flows::PrintFace Printing::face() {
  return {[this](const flows::PrintView& view) { tell(view); },
          [answer = answer_]() -> std::optional<bool> {
            const int said = answer->load();
            return said == 0 ? std::nullopt : std::optional(said > 0);
          }};
}

void Printing::print() {
  if (!draft_ || !person_ || !config_.printer || stage_ != QStringLiteral("preview")) return;
  answer_->store(0);
  stage_ = QStringLiteral("printing");
  page_ = 0;
  Q_EMIT changed();
  const auto limits = view_.elder() ? flows::PrintLimits::forElders() : flows::PrintLimits{};
  office_.run<PrintEnd>(
      [this, draft = draft_, person = *person_, limits](const DeskPtr& desk,
                                                        const std::stop_token& stop) -> Outcome<PrintEnd> {
        auto bench = Bench::open(config_);
        if (!bench) return tl::unexpected(bench.error());
        return (*bench)->document(*desk, face(), stop, limits).print(person, *draft);
      },
      [this](Outcome<PrintEnd> outcome) { end(std::move(outcome)); });
}

void Printing::printSlip(SlipFacts slip, const std::string& job) {
  clear();
  if (!config_.printer) return;
  stage_ = QStringLiteral("slip");
  Q_EMIT changed();
  office_.run<void>(
      [this, slip = std::move(slip), job](const DeskPtr& desk, const std::stop_token& stop) -> Outcome<void> {
        const auto paper = makeSlip(slip);
        if (!paper) return tl::unexpected(paper.error());
        const auto& config = *config_.printer;
        auto printer = printerAt(config, config.slips.empty() ? config.url : config.slips);
        if (!printer) return tl::unexpected(printer.error());
        return flows::PrintSlip(**printer, desk->clock(), stop).run(*paper, job, [this](Trouble trouble) {
          QMetaObject::invokeMethod(
              this, [this, name = nameOf(trouble)] { tellTrouble(name); }, Qt::QueuedConnection);
        });
      },
      [this](const Outcome<void>& outcome) { endSlip(outcome); });
}

void Printing::tellTrouble(const QString& trouble) {
  if (stage_ != QStringLiteral("slip")) return;
  trouble_ = trouble;
  Q_EMIT busy();
  Q_EMIT changed();
}

void Printing::endSlip(const Outcome<void>& outcome) {
  trouble_.clear();
  if (!outcome) failure_ = outcome.error();
  stage_ = outcome ? QStringLiteral("slipDone") : QStringLiteral("slipFailed");
  Q_EMIT changed();
}

void Printing::answer(bool yes) {
  answer_->store(yes ? 1 : -1);
}

/// On the worker.
void Printing::tell(const flows::PrintView& view) {
  QMetaObject::invokeMethod(
      this,
      [this, view] {
        if (stage_ == QStringLiteral("none")) return;
        stage_ = stageOf(view.state);
        page_ = static_cast<int>(view.page);
        left_ = static_cast<int>(view.left.count());
        trouble_ = nameOf(view.trouble);
        Q_EMIT busy();
        Q_EMIT changed();
      },
      Qt::QueuedConnection);
}

void Printing::end(Outcome<PrintEnd> outcome) {
  trouble_.clear();
  if (!outcome) {
    failure_ = outcome.error();
  } else {
    failure_ = outcome->failure;
    number_ = toQt(outcome->docNo);
    if (outcome->paperOpen) keepPaperOpen();
  }
  const bool taken = outcome && outcome->isTaken();
  stage_ = taken ? QStringLiteral("taken") : QStringLiteral("failed");
  Q_EMIT changed();
}

bool Printing::paperOpen() const {
  std::error_code ignored;
  return config_.printer && std::filesystem::exists(paperMarkOf(config_), ignored);
}

void Printing::keepPaperOpen() {
  std::ofstream(paperMarkOf(config_)).flush();
}

void Printing::paperCleared() {
  std::error_code ignored;
  std::filesystem::remove(paperMarkOf(config_), ignored);
}

void Printing::recover() {
  if (!config_.printer) return;
  office_.run<flows::PrintRecovery>(
      [this](const DeskPtr& desk, const std::stop_token& stop) {
        flows::PrintFolder registry(registryOf(config_));
        return flows::recoverPrints(*desk, registry, stop);
      },
      [this](const Outcome<flows::PrintRecovery>& recovery) {
        // What could not be told is kept, and printerBusy means that nothing was lost.
        if (recovery && recovery->paperOpen) keepPaperOpen();
        Q_EMIT recovered();
      });
}

}  // namespace ssc::kiosk
