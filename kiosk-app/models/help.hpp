// A call for a clerk: whether it came through, and what to do where it did not.
#pragma once

#include <QObject>

#include "hostlib/flows/office/help_call.hpp"
#include "kiosk-app/office_work.hpp"

namespace ssc::kiosk {

class Help : public QObject {
  Q_OBJECT
  Q_PROPERTY(QString stage READ stage NOTIFY changed)    ///< calling, called, failed
  Q_PROPERTY(QString number READ number NOTIFY changed)  ///< of the call
  Q_PROPERTY(int ahead READ ahead NOTIFY changed)        ///< others who wait

 public:
  explicit Help(OfficeWork& office, QObject* parent = nullptr) : QObject(parent), office_(office) {}

  [[nodiscard]] QString stage() const { return stage_; }
  [[nodiscard]] QString number() const { return number_; }
  [[nodiscard]] int ahead() const { return ahead_; }

  /// `sessionId`: of who is signed in, or empty. `reason`: one word.
  void call(const std::string& sessionId, const std::string& reason);

 Q_SIGNALS:
  void changed();

 private:
  OfficeWork& office_;
  QString stage_ = QStringLiteral("calling"), number_;
  int ahead_ = 0;
};

}  // namespace ssc::kiosk
