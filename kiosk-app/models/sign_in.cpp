#include "kiosk-app/models/sign_in.hpp"

#include <array>

#include "hostlib/flows/call.hpp"
#include "hostlib/flows/office/card_sign_in.hpp"
#include "hostlib/scanner/open_source.hpp"
#include "kiosk-app/paper/qt_text.hpp"
#include "kiosk-app/proof_devices.hpp"
#include "wire/qr/png_file.hpp"

namespace ssc::kiosk {

using flows::Failure;
using flows::Outcome;
using flows::Reason;
using flows::SignedInPerson;
using flows::SignInView;

namespace {

/// What the center adds to the card's own time.
constexpr auto kOfficeTime = std::chrono::seconds(40);
constexpr std::string_view kById = "id";
constexpr int kElderTime = 2;

/// In the order of their enums.
constexpr std::array kIdStages{"idCard", "idReading", "face", "faceAgain"};
constexpr std::array kSights{"face", "nobody", "dark", "several"};

}  // namespace

void SignIn::begin(std::string_view id, const QString& name, Takes takes) {
  wanted_ = true;
  takes_ = takes;
  service_ = id;
  serviceName_ = name.toStdString();
  way_ = {};
  if (takes_.cards && cards_.place() == CardPlace::there) return byCard();
  setStage(QStringLiteral("choose"));
  cardMoved();
}

void SignIn::end() {
  office_.stop();
  pad_.clear();
  code_.clear();
  matchNumber_.clear();
  maskedName_.clear();
  way_ = {};
  wanted_ = false;
  service_.clear();
  serviceName_.clear();
  left_ = 0;
  Q_EMIT codeChanged();
  setStage(QStringLiteral("choose"));
}

void SignIn::back() {
  office_.stop();
  pad_.clear();
  setStage(QStringLiteral("choose"));
}

void SignIn::setStage(const QString& stage) {
  stage_ = stage;
  Q_EMIT changed();
}

void SignIn::byCard() {
  if (cards_.place() == CardPlace::there) return readCard();
  setStage(QStringLiteral("card"));
}

void SignIn::cardMoved() {
  if (!wanted_) return;
  const CardPlace place = cards_.place();
  const bool waits = stage_ == QStringLiteral("card") || stage_ == QStringLiteral("choose");
  if (waits && takes_.cards && place == CardPlace::there) return readCard();
  if (waits && takes_.cards && place == CardPlace::mute) return fail({Reason::cardMute, "card", {}});
  // Nobody goes on typing for a card that is gone.
  if (pad_.isAsking() && place < CardPlace::mute) fail({Reason::cardRemoved, "PIN entry", {}});
}

void SignIn::readCard() {
  way_ = {};
  setStage(QStringLiteral("reading"));
  office_.stop();
  office_.run<SignedInPerson>(
      [this, service = service_, pins = pad_.source(office_.token())](const DeskPtr& desk,
                                                                      const std::stop_token& stop) -> Result {
        flows::CallOptions call;
        call.pinEntries = 1;
        call.pins = pins;
        call.extraTime = kOfficeTime;
        call.stop = stop;
        const flows::CardSignInPlan plan{flows::CardInterface::contactFirst, flows::Level::identified,
                                         service};
        auto result =
            flows::call<SignedInPerson>(settings_.config, call, [desk, plan, stop](flows::Visit& visit) {
              return flows::CardSignIn(*desk, stop).run(visit, plan);
            });
        if (!result) return tl::unexpected(result.error());
        return std::move(result->value);
      },
      [this](Result result) { finish(std::move(result)); });
}

void SignIn::byPhoneCode() {
  runCode(true);
}

void SignIn::byOwnCode() {
  runCode(false);
}

void SignIn::runCode(bool scan) {
  way_ = {};
  setStage(scan ? QStringLiteral("scan") : QStringLiteral("show"));
  office_.stop();
  office_.run<SignedInPerson>(
      [this, scan, service = serviceName_](const DeskPtr& desk, const std::stop_token& stop) -> Result {
        flows::CodeSignIn flow(*desk, [this](const SignInView& view) { tell(view); }, stop);
        flows::CodeSignInPlan plan;
        plan.service = service;
        if (!scan) return flow.show(plan);
        auto source = scanner::openSource(settings_.config.codeScanner);
        if (!source)
          return tl::unexpected(
              Failure{Reason::scannerFault, std::string(scanner::toText(source.error())), {}});
        return flow.scan(**source, plan);
      },
      [this](Result result) { finish(std::move(result)); });
}

void SignIn::byIdCard() {
  way_ = kById;
  left_ = 0;
  setStage(QStringLiteral("idCard"));
  office_.stop();
  flows::IdSignInPlan plan;
  plan.service = service_;
  if (view_.elder()) {
    plan.cardLimit *= kElderTime;
    plan.faceLimit *= kElderTime;
  }
  office_.run<SignedInPerson>(
      [this, plan](const DeskPtr& desk, const std::stop_token& stop) -> Result {
        SimulatedIdReader reader(settings_.idReader);
        SimulatedCamera camera(settings_.camera);
        const auto show = [this, stop](const flows::IdSignInView& view) { tell(view, stop); };
        return flows::IdSignIn(*desk, {reader, camera}, show, stop).run(plan);
      },
      [this](Result result) { finish(std::move(result)); });
}

void SignIn::tell(const flows::IdSignInView& view, const std::stop_token& stop) {
  QMetaObject::invokeMethod(
      this,
      [this, stop, stage = kIdStages.at(static_cast<std::size_t>(view.stage)),
       sight = kSights.at(static_cast<std::size_t>(view.sight)), left = static_cast<int>(view.left.count())] {
        if (stop.stop_requested()) return;  // another way was chosen
        Q_EMIT busy();
        sight_ = QString::fromLatin1(sight);
        left_ = left;
        Q_EMIT codeChanged();
        setStage(QString::fromLatin1(stage));
      },
      Qt::QueuedConnection);
}

void SignIn::tell(const SignInView& view) {
  using Stage = SignInView::Stage;
  QString code;
  if (view.stage == Stage::show && view.code != nullptr) {
    const auto now = ecard::MovingCode::Clock::now();
    if (const auto text = view.code->text(now)) code = toQt(*text);
    if (!settings_.config.codePicture.empty()) {  // a phone of the simulated world looks at it
      if (const auto picture = view.code->picture(now))
        qr::replacePng(settings_.config.codePicture, *picture);
    }
  }
  const char* stage = view.stage == Stage::scan       ? "scan"
                      : view.stage == Stage::notACode ? "notACode"
                      : view.stage == Stage::show     ? "show"
                                                      : "confirm";
  QMetaObject::invokeMethod(
      this,
      [this, code, stage, left = static_cast<int>(view.left.count()), name = toQt(view.maskedName),
       match = toQt(view.matchNumber)] {
        Q_EMIT busy();
        code_ = code;
        left_ = left;
        Q_EMIT codeChanged();
        maskedName_ = name;
        matchNumber_ = match;
        setStage(QString::fromLatin1(stage));
      },
      Qt::QueuedConnection);
}

void SignIn::fail(const Failure& failure) {
  end();
  Q_EMIT failed(failure);
}

void SignIn::finish(Result result) {
  wanted_ = false;
  code_.clear();
  Q_EMIT codeChanged();
  if (result) {
    Q_EMIT signedIn(*result);
  } else {
    Q_EMIT failed(result.error());
  }
}

}  // namespace ssc::kiosk
