// What a service gave: records in words, as QML draws them.
#pragma once

#include <QObject>
#include <QVariantList>
#include <functional>
#include <optional>

#include "hostlib/catalogue/guidance.hpp"
#include "hostlib/flows/office/identity_proof.hpp"
#include "hostlib/flows/office/query.hpp"
#include "kiosk-app/models/view.hpp"
#include "kiosk-app/models/wrong_record.hpp"

namespace ssc::kiosk {

class Answer : public QObject {
  Q_OBJECT
  Q_PROPERTY(QString title READ title NOTIFY changed)
  /// Where to go and what to bring: {counter, papers [..], number, note, why}: for those that the kiosk only
  /// tells of.
  Q_PROPERTY(QVariantMap guide READ guide NOTIFY changed)
  /// {title, asOf, error, columns [{label, right, money}], rows [[{text, masked, spoken}]], chart [{at,
  /// label, value, text}]}; spoken: an amount in words
  Q_PROPERTY(QVariantList blocks READ blocks NOTIFY changed)
  Q_PROPERTY(QString note READ note NOTIFY changed)            ///< to know besides; empty: nothing
  Q_PROPERTY(QVariantMap receipt READ receipt NOTIFY changed)  ///< {number, code, qr}; empty: none

 public:
  explicit Answer(const View& view, QObject* parent = nullptr);

  [[nodiscard]] QString title() const { return title_; }
  [[nodiscard]] QVariantMap guide() const { return guide_; }
  [[nodiscard]] QString note() const { return note_ ? note_() : QString(); }
  [[nodiscard]] QVariantList blocks() const { return blocks_; }
  [[nodiscard]] QVariantMap receipt() const { return receipt_; }

  void showItem(const catalogue::Item& item);
  void show(const catalogue::OpenPage& page);
  void show(const catalogue::Item& item, std::vector<flows::QueryBlock> blocks);
  void show(const catalogue::Item& item, flows::IdentityReceipt receipt);
  /// Lines of label and value under one title, in words: `lines` gives them in the language of the moment.
  using Lines = std::vector<std::pair<QString, QString>>;
  void show(catalogue::Text title, std::function<Lines()> lines, std::function<QString()> note = {});
  /// The same with blocks as they are drawn.
  void showBlocks(catalogue::Text title, std::function<QVariantList()> blocks);
  /// Which counter, why it is not done here, what to bring.
  struct Counter {
    QString name, why;
    QVariantList papers;
  };
  void showCounter(catalogue::Text title, std::function<Counter()> counter);
  void clear();

  /// What a correction can name of a block; nothing where it has no records.
  [[nodiscard]] std::optional<WrongRecord> wrongRecord(int block, int row) const;

 Q_SIGNALS:
  void changed();

 private:
  /// Now, and again when the language changes.
  void draw(std::function<void()> how);

  const View& view_;
  std::function<void()> draw_;
  std::function<QString()> note_;
  const catalogue::Item* item_ = nullptr;  ///< of the records
  std::vector<flows::QueryBlock> records_;
  QString title_;
  QVariantMap guide_, receipt_;
  QVariantList blocks_;
};

}  // namespace ssc::kiosk
