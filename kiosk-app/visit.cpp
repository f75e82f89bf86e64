#include "kiosk-app/visit.hpp"

#include <QClipboard>
#include <QGuiApplication>
#include <algorithm>
#include <array>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/flows/office/card_service.hpp"
#include "hostlib/flows/office/card_sign_in.hpp"
#include "kiosk-app/languages.hpp"
#include "kiosk-app/models/application_rows.hpp"
#include "kiosk-app/models/receipt_slip.hpp"
#include "kiosk-app/paper/qt_text.hpp"
#include "kiosk-app/proof_devices.hpp"

namespace ssc::kiosk {

using flows::Failure;
using flows::Outcome;
using flows::SignedInPerson;

namespace {

constexpr std::array kByPhone{std::string_view("phone"), std::string_view("code")};

constexpr auto kIdLook = std::chrono::milliseconds(300);

}  // namespace

Visit::Visit(Settings settings, QObject* parent)
    : QObject(parent),
      settings_(std::move(settings)),
      office_(work_, settings_.config),
      cards_(settings_.config),
      view(*settings_.district,
           std::min(settings_.size.width(), settings_.size.height()) / shortSideOf(settings_, {}, {}),
           toQt(settings_.language), offered(settings_.languages, settings_.languagePacks)),
      services(*settings_.district, view),
      questions(*settings_.district, view),
      answer(view),
      problem(view),
      pinPad(settings_),
      signIn(settings_, view, cards_, pinPad, office_),
      cardDesk({settings_, view, cards_, pinPad, work_, office_, answer}),
      printing(settings_.config, view, office_),
      form(view, office_),
      applications(view, office_),
      help(office_),
      condition(cards_, office_, settings_.config, view),
      voice_(Voice::usual(settings_), settings_),
      speaker(voice_, screens, signIn, pinPad, answer, view) {
  connect(&screens, &Screens::entered, this, &Visit::enter);
  connect(&screens, &Screens::timeOver, this, &Visit::timeOver);
  connect(&view, &View::languageChanged, this, &Visit::itemChanged);
  connect(&view, &View::changed, this, [this] { screens.setElder(view.elder()); });
  connect(&questions, &Questions::chosen, this, &Visit::choose);
  connect(&cards_, &CardWatch::changed, this, &Visit::cardMoved);
  connect(&signIn, &SignIn::busy, &screens, &Screens::active);
  connect(&signIn, &SignIn::signedIn, this, &Visit::welcome);
  connect(&signIn, &SignIn::failed, this, &Visit::fail);
  connect(&pinPad, &PinPad::asked, &screens, &Screens::active);
  connect(&cardDesk, &CardDesk::failed, this, &Visit::fail);
  connect(&cardDesk, &CardDesk::done, this, [this] { screens.take(Event::done); });
  connect(&printing, &Printing::busy, &screens, &Screens::active);
  connect(&printing, &Printing::failed, this, &Visit::fail);
  connect(&form, &Form::failed, this, &Visit::fail);
  connect(&form, &Form::accepted, this, &Visit::showAccepted);
  connect(&form, &Form::left, this, &Visit::formLeft);
  connect(&applications, &Applications::failed, this, &Visit::fail);
  connect(&applications, &Applications::ready, this, [this] { screens.take(Event::done); });
  connect(&applications, &Applications::again, this, &Visit::sendAgain);
  connect(&printing, &Printing::recovered, this, &Visit::judge);
  connect(&condition, &Condition::changed, this, &Visit::judge);
  connect(&condition, &Condition::changed, this, &Visit::itemChanged);
  connect(&condition, &Condition::officeIsBack, &printing, &Printing::recover);
  connect(&idLook_, &QTimer::timeout, this, &Visit::lookWhatLies);
  connect(&door_, &PartWatch::changed, this, &Visit::doorMoved);
  connect(&paper_, &PartWatch::changed, this, &Visit::paperMoved);
  screens.take(Event::ready);
}

Visit::~Visit() {
  condition.end();
  work_.close();
}

QString Visit::holder() const {
  return person_ ? toQt(person_->maskedName) : QString();
}

bool Visit::cardLies() const {
  return cards_.place() == CardPlace::there || cards_.place() == CardPlace::mute;
}

QString Visit::item() const {
  return service_ ? view.in(service_->name) : QString();
}

QString Visit::asks() const {
  return service_ && cardDesk.can(service_->id) ? view.in(service_->asks) : QString();
}

bool Visit::couldPrint() const {
  return service_ && service_->way == Way::print && printing.possible();
}

bool Visit::prints() const {
  return couldPrint() && condition.printing();
}

QStringList Visit::printouts() const {
  if (!prints()) return {};
  QStringList names;
  for (const auto& printout : catalogue::printoutsOf(*service_->item))
    names.append(view.in(printout.name));
  return names.isEmpty() ? QStringList{QString()} : names;
}

void Visit::preview(int printout) {
  if (!prints() || !person_ || printout < 0 || printout >= printouts().size()) return;
  flows::PrintRequest request;
  request.item = service_->id;
  if (const auto choices = catalogue::printoutsOf(*service_->item); !choices.empty()) {
    const auto& chosen = choices[static_cast<std::size_t>(printout)];
    request.purpose = chosen.purpose;
    request.insurance = chosen.insurance;
  }
  printing.prepare(*person_, std::move(request));
}

void Visit::openTile(const QString& tile) {
  services.open(tile);
  questions.close();
  screens.take(Event::touched);
}

void Visit::choose(const QString& id) {
  auto chosen = serviceNamed(id.toStdString());
  if (!chosen) return;
  service_ = *chosen;
  Q_EMIT itemChanged();
  const bool asksWho = needsPerson(service_->way) && !suits();
  screens.take(asksWho ? Event::chosenForPerson : Event::chosen);
}

void Visit::printReceipt() {
  if (accepted_) return printing.printSlip(slipOf(view, service_->name, *accepted_), accepted_->applyNo);
  if (!receipt_) return;
  if (auto slip = slipOf(view, *receipt_)) printing.printSlip(std::move(*slip), receipt_->docNo);
}

/// Whoever is signed in is so in a way that the service takes.
bool Visit::suits() const {
  if (!person_) return false;
  const bool byPhone = std::ranges::find(kByPhone, person_->way) != kByPhone.end();
  return byPhone ? service_->takesPhones() : service_->takesCards();
}

void Visit::send(const QString& event) {
  if (const auto known = eventOf(event.toStdString())) screens.take(*known);
}

void Visit::enter(Screen screen) {
  // Who calls for help because of paper that lies there has cleared nothing yet.
  const bool passes = screen == Screen::help || screen == Screen::takeBack || screen == Screen::wipe;
  if (!passes) Q_EMIT blocked(screen == Screen::paperLeft || screen == Screen::maintenance);
  switch (screen) {
    case Screen::outOfService:
    case Screen::home:
      return judge();
    case Screen::paperLeft:
      return paper_.begin(paperProbe(settings_.config));
    case Screen::signIn:
      return signIn.begin(service_->item == nullptr ? std::string_view() : service_->id, item(),
                          {service_->takesCards(), service_->takesPhones()});
    case Screen::consent:
      if (asks().isEmpty()) screens.take(Event::agreed);
      return;
    case Screen::step:
      return startStep();
    case Screen::services:
      form.clear();
      applications.clear();
      clearReceipts();
      return printing.clear();
    case Screen::help:
      cardDesk.end();
      office_.stop();  // whatever was under way waits for the clerk
      return help.call(person_ ? person_->sessionId : std::string(), "asked");
    case Screen::takeBack:
      return takeBack();
    case Screen::wipe:
      return wipe();
    default:
      return;
  }
}

void Visit::timeOver() {
  screens.take(Event::timedOut);
}

void Visit::cardMoved() {
  Q_EMIT cardChanged();
  screens.active();
  signIn.cardMoved();
  cardDesk.cardMoved();
  // A card that lay there from the beginning, or when the reader came back, was left by somebody; it begins
  // no visit. Nor does one that is put in while another visit is on the screen.
  const CardPlace before = std::exchange(cardPlace_, cards_.place());
  const bool came = cards_.place() == CardPlace::there && before != CardPlace::noReader && shown_;
  if (came) screens.take(Event::cardSeen);
  if (shown_ && cards_.place() == CardPlace::mute && screens.screen() == Screen::home)
    fail({flows::Reason::cardMute, "card", {}});
  if (came && screens.screen() == Screen::problem && problem.endsWithCard()) goOn();
  if (screens.screen() == Screen::takeBack) lookWhatLies();
}

void Visit::welcome(const SignedInPerson& person) {
  if (const auto before = std::exchange(person_, person)) endSessionOf(*before);
  screens.signedIn();
  Q_EMIT personChanged();
  screens.take(Event::signedIn);
}

void Visit::endSessionOf(const SignedInPerson& person) {
  office_.runToEnd([person](flows::OfficeDesk& desk) { flows::endSession(desk, person); }, [] {});
}

void Visit::fail(const Failure& failure) {
  if (failure.reason == flows::Reason::officeUnreachable) condition.officeFailed();
  const Screen at = screens.screen();
  const QString again = at == Screen::home     ? QString()
                        : at == Screen::signIn ? QStringLiteral("signIn")
                                               : QStringLiteral("retry");
  problem.show(failure, again, service_ ? service_->id : std::string_view(),
               at == Screen::signIn ? signIn.way() : std::string_view());
  screens.take(Event::failed);
}

/// The card lies as it should now: what it kept from going on goes on.
void Visit::goOn() {
  const QString next = problem.next();
  screens.take(next == QStringLiteral("signIn")  ? Event::signInRetried
               : next == QStringLiteral("retry") ? Event::retried
                                                 : Event::another);
}

void Visit::startStep() {
  if (form.resume()) return;
  switch (service_->way) {
    case Way::ask:
    case Way::print:
      return ask();
    case Way::prove:
      return prove();
    case Way::own:
      return doOwn();
    case Way::card:
      return doWithCard();
    case Way::form:
      return fillIn();
    case Way::read:
      answer.show(*service_->page);
      break;
    case Way::counter:
      answer.showItem(*service_->item);
      break;
  }
  screens.take(Event::done);
}

void Visit::ask() {
  office_.run<std::vector<flows::QueryBlock>>(
      [person = *person_, id = std::string(service_->id)](const DeskPtr& desk, const std::stop_token& stop) {
        return flows::Query(*desk, stop).run(person, {id, {}, {}});
      },
      [this](Outcome<std::vector<flows::QueryBlock>> blocks) {
        if (!blocks) return fail(blocks.error());
        answer.show(*service_->item, std::move(*blocks));
        screens.take(Event::done);
      });
}

void Visit::prove() {
  office_.run<flows::IdentityReceipt>(
      [person = *person_, id = std::string(service_->id)](const DeskPtr& desk, const std::stop_token& stop) {
        return flows::IdentityProof(*desk, stop).run(person, {id, {}});
      },
      [this](Outcome<flows::IdentityReceipt> receipt) {
        if (!receipt) return fail(receipt.error());
        receipt_ = *receipt;
        Q_EMIT itemChanged();
        answer.show(*service_->item, std::move(*receipt));
        screens.take(Event::done);
      });
}

void Visit::doOwn() {
  if (service_->id == "my-applications") return applications.open(*person_);
  service_->id == "card-loss" ? reportLoss() : showCardState();
}

void Visit::doWithCard() {
  if (cardDesk.can(service_->id)) return cardDesk.begin(*service_);
  cardDesk.showCounter(*service_);
  screens.take(Event::done);
}

void Visit::fillIn() {
  form.open(*person_, *service_->item);
}

void Visit::correct(int block, int row) {
  const auto record = answer.wrongRecord(block, row);
  if (!record || !person_) return;
  form.begin(*person_, correctionPaper(*record), {});
  screens.take(Event::wentOn);
}

void Visit::sendAgain(const flows::ApplicationDetail& detail) {
  const catalogue::Item* item = catalogue::find(detail.line.item);
  if (item == nullptr || !flows::Application::accepts(item->id)) return;
  applications.clear();
  form.begin(*person_, formPaper(*item, detail.line.applyNo), detail.entries);
  screens.take(Event::wentOn);
}

void Visit::clearReceipts() {
  receipt_.reset();
  accepted_.reset();
  Q_EMIT itemChanged();
}

/// Back to the records that something was wrong with, or to the services.
void Visit::formLeft() {
  const bool overRecords = service_->way == Way::ask || service_->way == Way::print;
  screens.take(overRecords ? Event::done : Event::back);
}

void Visit::showAccepted(const flows::Accepted& accepted) {
  accepted_ = accepted;
  Q_EMIT itemChanged();
  answer.show(
      service_->name,
      [this, accepted] {
        const ApplicationStateRow& state = stateRow(accepted.state);
        return Answer::Lines{{qtTrId("form-number"), toQt(accepted.applyNo)},
                             {qtTrId("form-state"), view.in({state.zh, state.en})},
                             {qtTrId("form-next-step"), view.in({state.hintZh, state.hintEn})}};
      },
      [] { return qtTrId("form-accepted"); });
  screens.take(Event::done);
}

void Visit::showCardState() {
  answer.show(service_->name, [this, state = person_->cardState, area = person_->insuredArea] {
    return Answer::Lines{{qtTrId("card-state"), view.in(catalogue::codeText("card_status", state))},
                         {qtTrId("card-area"), view.in(catalogue::codeText("area", area))}};
  });
  screens.take(Event::done);
}

/// The session by this card has ended with it.
void Visit::reportLoss() {
  office_.run<flows::CardChange>(
      [person = *person_](const DeskPtr& desk, const std::stop_token& stop) {
        return flows::CardService(*desk, stop).reportLoss(person);
      },
      [this](Outcome<flows::CardChange> change) {
        if (!change) return fail(change.error());
        person_.reset();
        Q_EMIT personChanged();
        answer.show(service_->name, [this, done = *change] { return linesOf(view, done); });
        screens.take(Event::done);
      });
}

/// Nothing of anybody stands on the screen from here on.
void Visit::forget() {
  signIn.end();
  cardDesk.end();
  clearReceipts();
  answer.clear();
  printing.clear();
  form.clear();
  applications.clear();
  problem.clear();
  services.close();
  questions.close();
}

void Visit::takeBack() {
  forget();
  lookWhatLies();
}

void Visit::lookWhatLies() {
  const bool stands = screens.screen() == Screen::takeBack;
  idLies_ = stands && idCardLies(settings_.idReader);
  Q_EMIT cardChanged();
  if (idLies_) {
    idLook_.start(kIdLook);
  } else {
    idLook_.stop();
  }
  if (stands && !cardLies() && !idLies_) screens.take(Event::taken);
}

void Visit::wipe() {
  forget();  // a door that is opened leads here from anywhere
  QGuiApplication::clipboard()->clear();
  service_.reset();
  Q_EMIT itemChanged();
  const auto leaving = std::exchange(person_, std::nullopt);
  served_ = true;
  Q_EMIT personChanged();
  view.reset();
  office_.runToEnd(
      [leaving](flows::OfficeDesk& desk) {
        if (leaving) flows::endSession(desk, *leaving);
      },
      [this] {
        if (door_.isMissing()) {
          screens.take(Event::doorOpen);
        } else if (printing.paperOpen()) {
          screens.take(Event::pagesOpen);
        } else {
          finish(Event::wiped);
        }
      });
}

/// To the first page: of the next process, where there is one.
void Visit::finish(Event event) {
  if (served_) Q_EMIT over();
  if (!served_ || settings_.keeper < 0) screens.take(event);
}

// ---- the machine around the kiosk: who noticed what, and which screen follows

void Visit::takeScreen() {
  shown_ = true;
  judge();
}

void Visit::attend() {
  condition.begin();
  if (!settings_.door.empty()) door_.begin(doorProbe(settings_.door));
  printing.recover();
  judge();
  speaker.begin();
}

/// Only where nobody is: a visit that is under way is told by its flows.
void Visit::judge() {
  const bool closed = screens.screen() == Screen::outOfService;
  if (!shown_ || (!closed && screens.screen() != Screen::home)) return;
  if (printing.paperOpen()) {
    screens.take(Event::pagesOpen);
  } else if (condition.serves() == closed) {
    screens.take(closed ? Event::ready : Event::broken);
  }
}

/// Who closes the door was inside: no page lies there any more.
void Visit::doorMoved() {
  if (door_.isMissing()) {
    paper_.end();
    screens.take(Event::doorOpened);
  } else if (screens.screen() == Screen::maintenance) {
    printing.paperCleared();
    finish(Event::doorClosed);
  }
}

void Visit::paperMoved() {
  if (paper_.isMissing() || screens.screen() != Screen::paperLeft) return;
  paper_.end();
  printing.paperCleared();
  finish(Event::cleared);
}

}  // namespace ssc::kiosk
