// What a person has handed in and what became of it; one that still waits can be taken back.
#pragma once

#include <QObject>
#include <QVariantList>
#include <functional>
#include <optional>

#include "hostlib/flows/office/application.hpp"
#include "kiosk-app/models/view.hpp"
#include "kiosk-app/office_work.hpp"

namespace ssc::kiosk {

class Applications : public QObject {
  Q_OBJECT
  Q_PROPERTY(bool shown READ shown NOTIFY changed)
  /// {number, title, state, at, reason, until, canWithdraw, canCorrect}, newest first
  Q_PROPERTY(QVariantList rows READ rows NOTIFY changed)
  Q_PROPERTY(QString asking READ asking NOTIFY changed)  ///< number of the one that is to be taken back
  Q_PROPERTY(bool working READ working NOTIFY changed)

 public:
  Applications(const View& view, OfficeWork& office, QObject* parent = nullptr);

  [[nodiscard]] bool shown() const { return person_.has_value(); }
  [[nodiscard]] QVariantList rows() const;
  [[nodiscard]] QString asking() const { return asking_; }
  [[nodiscard]] bool working() const { return working_; }

  /// ready() or failed() follows.
  void open(const flows::SignedInPerson& person);
  void clear();

  /// Asks first.
  Q_INVOKABLE void withdraw(const QString& number);
  Q_INVOKABLE void keep();
  /// What was asked about; ready() or failed() follows.
  Q_INVOKABLE void confirm();
  /// One that was returned: again() or failed() follows.
  Q_INVOKABLE void correct(const QString& number);

 Q_SIGNALS:
  void changed();
  void ready();
  void again(const ssc::flows::ApplicationDetail& detail);
  void failed(const ssc::flows::Failure& failure);

 private:
  using Lines = std::vector<flows::ApplicationLine>;

  /// The list, after something that may change it.
  void load(std::function<flows::Outcome<void>(flows::Application&)> before);
  void setWorking(bool working);
  [[nodiscard]] QVariantMap rowOf(const flows::ApplicationLine& line) const;

  const View& view_;
  OfficeWork& office_;
  std::optional<flows::SignedInPerson> person_;
  Lines lines_;
  QString asking_;
  bool working_ = false;
};

}  // namespace ssc::kiosk
