// The sign-in: four ways, and what the screen shows while one of them is under way.
#pragma once

#include <QObject>
#include <memory>
#include <optional>

#include "hostlib/flows/office/code_sign_in.hpp"
#include "hostlib/flows/office/id_sign_in.hpp"
#include "hostlib/flows/office/person.hpp"
#include "kiosk-app/card_watch.hpp"
#include "kiosk-app/models/pin_pad.hpp"
#include "kiosk-app/models/view.hpp"
#include "kiosk-app/office_work.hpp"
#include "kiosk-app/settings.hpp"

namespace ssc::kiosk {

/// The forms of the card that a service is for.
struct Takes {
  bool cards = true, phones = true;
};

class SignIn : public QObject {
  Q_OBJECT
  /// choose, card (waiting for one), reading, scan, notACode, show, confirm, idCard (waiting for one),
  /// idReading, face, faceAgain
  Q_PROPERTY(QString stage READ stage NOTIFY changed)
  Q_PROPERTY(QString code READ code NOTIFY codeChanged)  ///< text of the code to draw; empty: none
  Q_PROPERTY(int left READ left NOTIFY codeChanged)      ///< seconds
  Q_PROPERTY(
      QString sight READ sight NOTIFY codeChanged)  ///< face, or what is in its way: nobody, dark, several
  Q_PROPERTY(QString matchNumber READ matchNumber NOTIFY changed)
  Q_PROPERTY(QString maskedName READ maskedName NOTIFY changed)
  Q_PROPERTY(bool canScan READ canScan CONSTANT)
  Q_PROPERTY(bool canShowId READ canShowId NOTIFY changed)      ///< id-card reader and camera are fitted
  Q_PROPERTY(bool takesCards READ takesCards NOTIFY changed)    ///< the service is not for the e-card alone
  Q_PROPERTY(bool takesPhones READ takesPhones NOTIFY changed)  ///< nor for the card alone

 public:
  SignIn(const Settings& settings, const View& view, CardWatch& cards, PinPad& pad, OfficeWork& office,
         QObject* parent = nullptr)
      : QObject(parent), settings_(settings), view_(view), cards_(cards), pad_(pad), office_(office) {}

  [[nodiscard]] QString stage() const { return stage_; }
  [[nodiscard]] QString code() const { return code_; }
  [[nodiscard]] int left() const { return left_; }
  [[nodiscard]] QString matchNumber() const { return matchNumber_; }
  [[nodiscard]] QString maskedName() const { return maskedName_; }
  [[nodiscard]] QString sight() const { return sight_; }
  /// Where a card will do.
  [[nodiscard]] bool canShowId() const {
    return takes_.cards && !settings_.idReader.empty() && !settings_.camera.empty();
  }
  /// "id" by id card, for words of its own where something goes wrong; empty: any other.
  [[nodiscard]] std::string_view way() const { return way_; }
  [[nodiscard]] bool takesCards() const { return takes_.cards; }
  [[nodiscard]] bool takesPhones() const { return takes_.phones; }
  [[nodiscard]] bool canScan() const { return !settings_.config.codeScanner.empty(); }

  /// For a service: its id, empty where it is none of the catalogue's, its name as the phone shows it, and
  /// whether a card will do.
  void begin(std::string_view id, const QString& name, Takes takes);
  void end();
  /// A card came or went.
  void cardMoved();

  Q_INVOKABLE void byCard();
  Q_INVOKABLE void byPhoneCode();
  Q_INVOKABLE void byOwnCode();
  Q_INVOKABLE void byIdCard();
  Q_INVOKABLE void back();

 Q_SIGNALS:
  void changed();
  void codeChanged();
  /// A device or the phone is at work: nobody has to touch anything.
  void busy();
  void signedIn(const ssc::flows::SignedInPerson& person);
  void failed(const ssc::flows::Failure& failure);

 private:
  using Result = flows::Outcome<flows::SignedInPerson>;

  void setStage(const QString& stage);
  void readCard();
  void runCode(bool scan);
  /// On the worker.
  void tell(const flows::SignInView& view);
  void tell(const flows::IdSignInView& view, const std::stop_token& stop);
  void fail(const flows::Failure& failure);
  void finish(Result result);

  const Settings& settings_;
  const View& view_;
  CardWatch& cards_;
  PinPad& pad_;
  OfficeWork& office_;
  std::string service_, serviceName_;
  QString stage_ = QStringLiteral("choose"), code_, matchNumber_, maskedName_;
  QString sight_;
  std::string_view way_;
  int left_ = 0;
  bool wanted_ = false;  ///< somebody is to sign in now
  Takes takes_;
};

}  // namespace ssc::kiosk
