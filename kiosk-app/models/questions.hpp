// "What do I need?": plain questions, each answer one step nearer to a service.
#pragma once

#include <QObject>
#include <QVariantList>
#include <vector>

#include "hostlib/catalogue/district.hpp"
#include "kiosk-app/models/question_rows.hpp"
#include "kiosk-app/models/view.hpp"

namespace ssc::kiosk {

class Questions : public QObject {
  Q_OBJECT
  Q_PROPERTY(bool open READ isOpen NOTIFY changed)
  Q_PROPERTY(QString text READ text NOTIFY changed)
  Q_PROPERTY(
      QVariantList answers READ answers NOTIFY changed)  ///< {id, title, service}: empty: one more question
  Q_PROPERTY(int depth READ depth NOTIFY changed)        ///< of this question, from 1; 0: closed

 public:
  Questions(const catalogue::District& district, const View& view, QObject* parent = nullptr);

  [[nodiscard]] bool isOpen() const { return !way_.empty(); }
  [[nodiscard]] QString text() const;
  [[nodiscard]] QVariantList answers() const;
  [[nodiscard]] int depth() const { return static_cast<int>(way_.size()); }

  /// The first question.
  Q_INVOKABLE void begin();
  /// By its id; one that leads to a service says so by `chosen`.
  Q_INVOKABLE void answer(const QString& id);
  /// To the question before; closes behind the first.
  Q_INVOKABLE void back();
  void close();

 Q_SIGNALS:
  void changed();
  void chosen(const QString& service);

 private:
  [[nodiscard]] std::string_view serviceOf(const AnswerRow& answer) const;
  /// It leads to something this district has.
  [[nodiscard]] bool leads(const AnswerRow& answer) const;

  const catalogue::District& district_;
  const View& view_;
  std::vector<const QuestionRow*> way_;  ///< the last one stands
};

}  // namespace ssc::kiosk
