// One visit: from the first touch to the wiped screen. Holds what belongs together and lets events through;
// what happens in a service is done by the flows.
#pragma once

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>

#include "kiosk-app/card_watch.hpp"
#include "kiosk-app/models/answer.hpp"
#include "kiosk-app/models/applications.hpp"
#include "kiosk-app/models/card_desk.hpp"
#include "kiosk-app/models/condition.hpp"
#include "kiosk-app/models/form.hpp"
#include "kiosk-app/models/help.hpp"
#include "kiosk-app/models/pin_pad.hpp"
#include "kiosk-app/models/printing.hpp"
#include "kiosk-app/models/problem.hpp"
#include "kiosk-app/models/questions.hpp"
#include "kiosk-app/models/screens.hpp"
#include "kiosk-app/models/services.hpp"
#include "kiosk-app/models/sign_in.hpp"
#include "kiosk-app/models/speaker.hpp"
#include "kiosk-app/models/view.hpp"
#include "kiosk-app/office_work.hpp"
#include "kiosk-app/settings.hpp"

namespace ssc::kiosk {

class Visit : public QObject {
  Q_OBJECT
  Q_PROPERTY(bool signedIn READ isSignedIn NOTIFY personChanged)
  Q_PROPERTY(QString holder READ holder NOTIFY personChanged)  ///< masked name
  Q_PROPERTY(bool windowed READ windowed CONSTANT)             ///< on somebody's desk
  Q_PROPERTY(bool cardLies READ cardLies NOTIFY cardChanged)   ///< in the reader
  Q_PROPERTY(bool idLies READ idLies NOTIFY cardChanged)       ///< an id card, when everything is to be taken
  Q_PROPERTY(bool canTap READ canTap NOTIFY cardChanged)       ///< a place for contactless cards is there
  Q_PROPERTY(bool tapped READ tapped NOTIFY cardChanged)       ///< the card lies there
  Q_PROPERTY(QString item READ item NOTIFY itemChanged)        ///< name of the service that was chosen
  Q_PROPERTY(QString asks READ asks NOTIFY itemChanged)        ///< what has to be agreed to; empty: nothing
  Q_PROPERTY(bool prints READ prints NOTIFY itemChanged)  ///< it gives a document, and a printer is there
  /// Its documents, to choose from by their number: what the choice says; an empty text: the only one
  Q_PROPERTY(QStringList printouts READ printouts NOTIFY itemChanged)
  Q_PROPERTY(bool slip READ hasSlip NOTIFY itemChanged)           ///< the screen shows a receipt of 80 mm
  Q_PROPERTY(bool personal READ personal NOTIFY itemChanged)      ///< it is about whoever is signed in
  Q_PROPERTY(bool couldPrint READ couldPrint NOTIFY itemChanged)  ///< a printer is fitted, there or not

 public:
  explicit Visit(Settings settings, QObject* parent = nullptr);
  ~Visit() override;

  [[nodiscard]] bool isSignedIn() const { return person_.has_value(); }
  [[nodiscard]] QString holder() const;
  [[nodiscard]] bool windowed() const { return settings_.windowed; }
  [[nodiscard]] bool cardLies() const;
  [[nodiscard]] bool idLies() const { return idLies_; }
  [[nodiscard]] bool canTap() const { return cards_.canTap(); }
  [[nodiscard]] bool tapped() const { return cards_.isTapped(); }
  [[nodiscard]] QString item() const;
  [[nodiscard]] QString asks() const;
  [[nodiscard]] bool prints() const;
  [[nodiscard]] bool hasSlip() const { return (receipt_ || accepted_) && printing.possible(); }
  [[nodiscard]] QStringList printouts() const;
  [[nodiscard]] bool personal() const { return service_ && needsPerson(service_->way); }
  [[nodiscard]] bool couldPrint() const;
  [[nodiscard]] const Settings& settings() const { return settings_; }

 private:
  Settings settings_;
  Work work_;
  OfficeWork office_;
  CardWatch cards_;

 public:
  Screens screens;
  View view;
  Services services;
  Questions questions;
  Answer answer;
  Problem problem;
  PinPad pinPad;
  SignIn signIn;
  CardDesk cardDesk;
  Printing printing;
  Form form;
  Applications applications;
  Help help;
  Condition condition;

 private:
  Voice voice_;

 public:
  Speaker speaker;

  /// This visit is the one on the screen from now on: its first page, unless paper lies there.
  void takeScreen();
  /// And it looks after the machine around it.
  void attend();
  /// From the first page into a tile.
  Q_INVOKABLE void openTile(const QString& tile);
  Q_INVOKABLE void choose(const QString& id);
  Q_INVOKABLE void send(const QString& event);
  /// One of the chosen service's documents, as it will look.
  Q_INVOKABLE void preview(int printout);
  /// "This is wrong": of a block of the answer, in one of its rows; -1: somebody has to say in which.
  Q_INVOKABLE void correct(int block, int row);
  /// The receipt that stands on the screen, on paper.
  Q_INVOKABLE void printReceipt();

 Q_SIGNALS:
  void personChanged();
  void cardChanged();
  void itemChanged();
  /// Wiped: a process that serves one visit ends here.
  void over();
  /// Nobody can be served until a member of staff has been here, or again.
  void blocked(bool is);

 private:
  void enter(Screen screen);
  void timeOver();
  void judge();
  void doorMoved();
  void paperMoved();
  void finish(Event event);
  void cardMoved();
  void welcome(const flows::SignedInPerson& person);
  [[nodiscard]] bool suits() const;
  void endSessionOf(const flows::SignedInPerson& person);
  void startStep();
  void ask();
  void prove();
  void doOwn();
  void doWithCard();
  void fillIn();
  void formLeft();
  void clearReceipts();
  void showAccepted(const flows::Accepted& accepted);
  void sendAgain(const flows::ApplicationDetail& detail);
  void showCardState();
  void reportLoss();

  void fail(const flows::Failure& failure);
  void goOn();
  void forget();
  void takeBack();
  void lookWhatLies();
  void wipe();

  std::optional<Service> service_;
  std::optional<flows::SignedInPerson> person_;
  std::optional<flows::IdentityReceipt> receipt_;
  std::optional<flows::Accepted> accepted_;
  CardPlace cardPlace_ = CardPlace::noReader;  ///< before it moved
  PartWatch door_, paper_;
  QTimer idLook_;  ///< while an id card is to be taken
  bool idLies_ = false;
  bool shown_ = false;
  bool served_ = false;  ///< somebody: a process of the keeper's serves nobody else
};

}  // namespace ssc::kiosk
