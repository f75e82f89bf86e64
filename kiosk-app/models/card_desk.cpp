#include "kiosk-app/models/card_desk.hpp"

#include <algorithm>
#include <array>

#include "hostlib/catalogue/codes.hpp"
#include "hostlib/flows/pin_service.hpp"
#include "hostlib/render/value_text.hpp"
#include "kiosk-app/models/stored_data.hpp"
#include "kiosk-app/paper/qt_text.hpp"
#include "kiosk-app/proof_devices.hpp"

namespace ssc::kiosk {

using flows::CardChange;
using flows::CardService;
using flows::Failure;
using flows::Outcome;

namespace {

constexpr auto kInterface = flows::CardInterface::contactFirst;
constexpr auto kOfficeTime = std::chrono::seconds(40);   ///< what the center adds to the card's own time
constexpr auto kReadingTime = std::chrono::seconds(30);  ///< and many files of the card
constexpr unsigned kOnce = 1, kOldAndNewTwice = 3;

/// What a service needs beside the card, and where it is done without.
struct NeedRow {
  std::string_view id;
  bool face = false, idCard = false;
  QString (*why)() = nullptr;
};
constexpr std::array kNeeds{NeedRow{"card-release", true, false, [] { return qtTrId("card-needs-face"); }},
                            NeedRow{"card-enable", true, true, [] { return qtTrId("card-needs-id"); }}};

const NeedRow* needsOf(std::string_view id) {
  const auto* const row = std::ranges::find(kNeeds, id, &NeedRow::id);
  return row == kNeeds.end() ? nullptr : row;
}

}  // namespace

Answer::Lines linesOf(const View& view, const CardChange& change) {
  return {{qtTrId("card-state"), view.in(catalogue::codeText("card_status", change.after))},
          {qtTrId("card-operation"), toQt(change.operationNo)},
          {qtTrId("card-time"), toQt(render::dateText(change.doneAt, view.languageOfFlows()))}};
}

bool CardDesk::can(std::string_view service) const {
  const NeedRow* needs = needsOf(service);
  return needs == nullptr || ((!needs->face || !at_.settings.camera.empty()) &&
                              (!needs->idCard || !at_.settings.idReader.empty()));
}

void CardDesk::showCounter(const Service& service) {
  const NeedRow* needs = needsOf(service.id);
  at_.answer.showCounter(service.name, [needs] {
    return Answer::Counter{qtTrId("card-counter"),
                           needs == nullptr ? QString() : needs->why(),
                           {qtTrId("card-paper-card"), qtTrId("card-paper-id")}};
  });
}

void CardDesk::begin(const Service& service) {
  service_ = service;
  if (at_.cards.place() == CardPlace::there) return run();
  setStage(QStringLiteral("card"));
  cardMoved();
}

void CardDesk::end() {
  at_.pad.clear();
  service_.reset();
  setStage(QString());
}

void CardDesk::cardMoved() {
  const CardPlace place = at_.cards.place();
  const bool waits = stage_ == QStringLiteral("card");
  if (waits && place == CardPlace::there) return run();
  const Failure mute{flows::Reason::cardMute, "card", {}}, gone{flows::Reason::cardRemoved, "PIN entry", {}};
  if (waits && place == CardPlace::mute) return finish(&mute);
  // Nobody goes on typing for a card that is gone.
  if (at_.pad.isAsking() && !stage_.isEmpty() && place < CardPlace::mute) finish(&gone);
}

void CardDesk::setStage(const QString& stage) {
  stage_ = stage;
  Q_EMIT changed();
}

void CardDesk::run() {
  setStage(QStringLiteral("work"));
  at_.work.stop();
  if (service_->id == "card-pin") return changePin();
  if (service_->id == "card-stored") return showStored();
  service_->id == "card-release" ? release() : enable();
}

flows::CallOptions CardDesk::callOptions(unsigned pinEntries) {
  flows::CallOptions call;
  call.stop = at_.work.token();
  call.pinEntries = pinEntries;
  call.pins = at_.pad.source(call.stop);
  return call;
}

/// With what there is at hand: no center is asked.
void CardDesk::changePin() {
  const auto& config = at_.settings.config;
  at_.work.run<Outcome<flows::CallTrail>>(
      [&config, call = callOptions(kOldAndNewTwice)](const std::stop_token&) {
        return flows::callTerminal(config, call, [](flows::Visit& visit) -> Outcome<void> {
          if (auto taken = visit.take(kInterface); !taken) return taken;
          return flows::changePin(visit);
        });
      },
      [this](const Outcome<flows::CallTrail>& changed) {
        if (!changed) return finish(&changed.error());
        at_.answer.show(service_->name, [] {
          return Answer::Lines{{qtTrId("card-result"), qtTrId("card-pin-done")},
                               {qtTrId("card-mind"), qtTrId("card-pin-mind")}};
        });
        finish(nullptr);
      });
}

void CardDesk::showStored() {
  auto call = callOptions(kOnce);
  call.extraTime = kReadingTime;
  const auto& config = at_.settings.config;
  at_.work.run<Outcome<StoredData>>(
      [&config, call](const std::stop_token&) -> Outcome<StoredData> {
        auto read = flows::call<StoredData>(
            config, call, [](flows::Visit& visit) { return readStored(visit, kInterface); });
        if (!read) return tl::unexpected(read.error());
        return std::move(read->value);
      },
      [this](Outcome<StoredData> read) {
        if (!read) return finish(&read.error());
        at_.answer.showBlocks(service_->name,
                              [&view = at_.view, data = std::move(*read)] { return blocksOf(data, view); });
        finish(nullptr);
      });
}

void CardDesk::release() {
  changeState(
      kOnce,
      [camera = at_.settings.camera](CardService& service, flows::Visit& visit) -> Outcome<CardChange> {
        const auto face = faceBefore(camera);
        if (!face) return tl::unexpected(face.error());
        return service.release(visit, {kInterface, *face, {}});
      });
}

void CardDesk::enable() {
  changeState(kOldAndNewTwice,
              [camera = at_.settings.camera, reader = at_.settings.idReader](
                  CardService& service, flows::Visit& visit) -> Outcome<CardChange> {
                const auto face = faceBefore(camera);
                if (!face) return tl::unexpected(face.error());
                auto idCard = idCardOn(reader);
                if (!idCard) return tl::unexpected(idCard.error());
                return service.enable(visit, {kInterface, *face, std::move(*idCard)});
              });
}

void CardDesk::changeState(unsigned pinEntries,
                           std::function<Outcome<CardChange>(CardService&, flows::Visit&)> how) {
  auto call = callOptions(pinEntries);
  call.extraTime = kOfficeTime;
  const auto& config = at_.settings.config;
  at_.office.run<CardChange>(
      [&config, call, how = std::move(how)](const DeskPtr& desk,
                                            const std::stop_token& stop) -> Outcome<CardChange> {
        auto change = flows::call<CardChange>(config, call, [desk, how, stop](flows::Visit& visit) {
          CardService service(*desk, stop);
          return how(service, visit);
        });
        if (!change) return tl::unexpected(change.error());
        return std::move(change->value);
      },
      [this](const Outcome<CardChange>& change) {
        if (!change) return finish(&change.error());
        at_.answer.show(service_->name, [&view = at_.view, done = *change] { return linesOf(view, done); });
        finish(nullptr);
      });
}

void CardDesk::finish(const Failure* failure) {
  if (failure != nullptr) at_.work.stop();
  end();
  if (failure != nullptr) {
    Q_EMIT failed(*failure);
  } else {
    Q_EMIT done();
  }
}

}  // namespace ssc::kiosk
