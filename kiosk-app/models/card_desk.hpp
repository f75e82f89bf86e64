// What the holder does with the card itself, without a sign-in: change its PIN, see what it holds, release
// it, enable it. One service at a time, while its screen stands.
#pragma once

#include <QObject>
#include <optional>

#include "hostlib/flows/call.hpp"
#include "hostlib/flows/office/card_service.hpp"
#include "kiosk-app/card_watch.hpp"
#include "kiosk-app/models/answer.hpp"
#include "kiosk-app/models/pin_pad.hpp"
#include "kiosk-app/models/services.hpp"
#include "kiosk-app/office_work.hpp"

namespace ssc::kiosk {

class CardDesk : public QObject {
  Q_OBJECT
  Q_PROPERTY(QString stage READ stage NOTIFY changed)  ///< card (waiting for one), work; empty: nothing

 public:
  /// What a service is shown to, and what shows what came of it.
  struct Parts {
    const Settings& settings;
    const View& view;
    CardWatch& cards;
    PinPad& pad;
    Work& work;
    OfficeWork& office;
    Answer& answer;
  };
  explicit CardDesk(const Parts& parts, QObject* parent = nullptr) : QObject(parent), at_(parts) {}

  [[nodiscard]] QString stage() const { return stage_; }

  /// Whether the kiosk has what the service needs; else only a counter does it.
  [[nodiscard]] bool can(std::string_view service) const;
  /// Tells which counter, and why not here.
  void showCounter(const Service& service);

  void begin(const Service& service);
  void end();
  /// A card came or went.
  void cardMoved();

 Q_SIGNALS:
  void changed();
  void done();
  void failed(const ssc::flows::Failure& failure);

 private:
  void setStage(const QString& stage);
  void run();
  void changePin();
  void showStored();
  void release();
  void enable();

  void changeState(unsigned pinEntries,
                   std::function<flows::Outcome<flows::CardChange>(flows::CardService&, flows::Visit&)> how);
  flows::CallOptions callOptions(unsigned pinEntries);
  void finish(const flows::Failure* failure);

  Parts at_;
  std::optional<Service> service_;
  QString stage_;
};

/// State, number and time of what was done to a card.
Answer::Lines linesOf(const View& view, const flows::CardChange& change);

}  // namespace ssc::kiosk
