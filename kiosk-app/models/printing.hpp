// A document: how it will look, its way to the hand, and what to do when it does not come.
#pragma once

#include <QImage>
#include <QObject>
#include <QVariantList>
#include <atomic>
#include <memory>
#include <optional>

#include "hostlib/flows/office/print_document.hpp"
#include "hostlib/flows/office/print_slip.hpp"
#include "kiosk-app/models/view.hpp"
#include "kiosk-app/office_work.hpp"
#include "kiosk-app/paper/slip.hpp"

namespace ssc::kiosk {

class Printing : public QObject {
  Q_OBJECT
  /// none, preparing, preview, printing, presented, asked, taken, failed; of a slip: slip, slipDone,
  /// slipFailed
  Q_PROPERTY(QString stage READ stage NOTIFY changed)
  Q_PROPERTY(int page READ page NOTIFY changed)  ///< that is being printed, from 1; 0: not begun
  Q_PROPERTY(int pages READ pages NOTIFY changed)
  Q_PROPERTY(QString document READ document NOTIFY changed)  ///< name of what is printed
  Q_PROPERTY(int left READ left NOTIFY changed)              ///< seconds to take the pages, or to answer
  Q_PROPERTY(
      QString trouble READ trouble NOTIFY changed)   ///< why nothing moves: paperOut, jam …; empty: it moves
  Q_PROPERTY(QString text READ text NOTIFY changed)  ///< why it failed
  Q_PROPERTY(QString number READ number NOTIFY changed)  ///< of the document
  Q_PROPERTY(bool possible READ possible CONSTANT)       ///< a printer is configured

 public:
  Printing(const profile::Config& config, const View& view, OfficeWork& office, QObject* parent = nullptr);

  [[nodiscard]] QString stage() const { return stage_; }
  [[nodiscard]] int page() const { return page_; }
  [[nodiscard]] int pages() const { return pages_; }
  [[nodiscard]] QString document() const;
  [[nodiscard]] int left() const { return left_; }
  [[nodiscard]] QString trouble() const { return trouble_; }
  [[nodiscard]] QString text() const;
  [[nodiscard]] QString number() const { return number_; }
  [[nodiscard]] bool possible() const { return config_.printer.has_value(); }
  /// Pages may lie in the tray: nobody signs in before they are gone. Kept on the disk until paperCleared(),
  /// for the visits that come after a crash.
  [[nodiscard]] bool paperOpen() const;
  void paperCleared();
  /// What a program before this one left open is told to the center; then recovered().
  void recover();
  /// For the preview; null where there is none.
  [[nodiscard]] QImage picture(int page, int width) const;

  /// In the language of the moment.
  void prepare(const flows::SignedInPerson& person, flows::PrintRequest request);
  /// Nobody is asked whether it was taken. `job`: its number.
  void printSlip(SlipFacts slip, const std::string& job);
  void clear();

  Q_INVOKABLE void print();
  /// "Have you got all pages?"
  Q_INVOKABLE void answer(bool yes);

 Q_SIGNALS:
  void changed();
  void recovered();
  /// The printer is at work for somebody.
  void busy();
  void failed(const ssc::flows::Failure& failure);

 private:
  struct Bench;

  [[nodiscard]] flows::PrintFace face();
  void tell(const flows::PrintView& view);
  void end(flows::Outcome<flows::PrintEnd> outcome);
  void keepPaperOpen();
  void tellTrouble(const QString& trouble);
  void endSlip(const flows::Outcome<void>& outcome);

  const profile::Config& config_;
  const View& view_;
  OfficeWork& office_;
  std::optional<flows::SignedInPerson> person_;
  std::shared_ptr<flows::PrintDraft> draft_;
  std::optional<flows::Failure> failure_;
  std::shared_ptr<std::atomic<int>> answer_ = std::make_shared<std::atomic<int>>(0);  ///< 1 yes, -1 no
  QString stage_ = QStringLiteral("none"), trouble_, number_;
  int page_ = 0, pages_ = 0, left_ = 0;
};

}  // namespace ssc::kiosk
