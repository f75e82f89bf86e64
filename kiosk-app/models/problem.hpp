// What went wrong, for the one who stands there: what happened, what to do, one next step.
#pragma once

#include <QObject>

#include "hostlib/flows/failure.hpp"
#include "kiosk-app/models/card_troubles.hpp"
#include "kiosk-app/models/view.hpp"

namespace ssc::kiosk {

class Problem : public QObject {
  Q_OBJECT
  Q_PROPERTY(QString title READ title NOTIFY changed)
  Q_PROPERTY(QString text READ text NOTIFY changed)
  Q_PROPERTY(QString picture READ picture NOTIFY changed)  ///< part Picture draws it; empty: none
  Q_PROPERTY(QString code READ code NOTIFY changed)        ///< for the clerk, small: never the first thing
  Q_PROPERTY(QString next READ next NOTIFY changed)  ///< retry, signIn, clerk, service: the one next step
  Q_PROPERTY(QString service READ service NOTIFY changed)  ///< id, where it is a service
  Q_PROPERTY(QString serviceName READ serviceName NOTIFY changed)

 public:
  explicit Problem(const View& view, QObject* parent = nullptr);

  [[nodiscard]] QString title() const;
  [[nodiscard]] QString text() const;
  [[nodiscard]] QString picture() const;
  [[nodiscard]] QString code() const;
  [[nodiscard]] QString next() const;
  [[nodiscard]] QString service() const;
  [[nodiscard]] QString serviceName() const;
  /// A card that answers lies there now: is that the end of it?
  [[nodiscard]] bool endsWithCard() const;

  /// `again`: what the same once more is: retry, signIn; empty where nothing was under way. `service`: what
  /// was under way; it is not offered as its own way out. `way`: of a sign-in: troubleOf().
  void show(const flows::Failure& failure, const QString& again, std::string_view service = {},
            std::string_view way = {});
  void clear();

 Q_SIGNALS:
  void changed();

 private:
  [[nodiscard]] const Trouble* trouble() const;

  const View& view_;
  std::optional<flows::Failure> failure_;
  QString again_;
  std::string service_, way_;
};

}  // namespace ssc::kiosk
