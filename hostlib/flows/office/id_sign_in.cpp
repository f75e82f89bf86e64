#include "hostlib/flows/office/id_sign_in.hpp"

#include <algorithm>

#include "hostlib/flows/office/card_sign_in.hpp"
#include "wire/beijing_time.hpp"
#include "wire/office/identity.hpp"

namespace ssc::flows {

namespace message = wire::office;
using Stage = IdSignInView::Stage;
using std::chrono::milliseconds;
using std::chrono::seconds;

namespace {

constexpr milliseconds kLookEvery{300};
constexpr milliseconds kToLookUp{1500};  // from the words on the screen to the camera
constexpr const char *kCardStep = "wait for the id card", *kFaceStep = "wait for a face";

seconds leftUntil(office::Clock& clock, office::Clock::Steady deadline) {
  return std::max(seconds(0), std::chrono::ceil<seconds>(deadline - clock.steady()));
}

/// Its last day counts.
bool isOver(const IdCard& card, office::Clock& clock) {
  const wire::TimePoint now{std::chrono::duration_cast<milliseconds>(clock.now().time_since_epoch())};
  return !card.expires.empty() && card.expires < wire::dayText(now);
}

Outcome<message::CardSignIn> bodyOf(const office::Draft& draft, const IdCard& card, const IdSignInPlan& plan,
                                    const std::string& area) {
  auto number = lift(draft.seal("aac002", card.number.reveal()));
  if (!number) return tl::unexpected(number.error());
  auto name = lift(draft.seal("aac003", card.name.reveal()));
  if (!name) return tl::unexpected(name.error());
  message::CardSignIn body;
  body.way = "id";
  body.aac002 = std::move(*number);
  body.aac003 = std::move(*name);
  body.aab301 = area;
  body.proven = true;  // a reader gives on no other
  body.service = plan.service;
  body.idExpires = card.expires;
  return body;
}

}  // namespace

Outcome<SignedInPerson> IdSignIn::run(const IdSignInPlan& plan) {
  auto person = byCard(plan);
  if (!person) return person;
  if (const auto raised = raise(*person, plan); !raised) {
    endSession(desk_, *person);
    return tl::unexpected(raised.error());
  }
  return person;
}

Outcome<SignedInPerson> IdSignIn::byCard(const IdSignInPlan& plan) {
  const auto card = awaitCard(plan.cardLimit);
  if (!card) return tl::unexpected(card.error());
  if (isOver(*card, desk_.clock())) return tl::unexpected(Failure{Reason::idCardExpired, kCardStep, {}});
  show_({Stage::reading, FaceSight::face, seconds(0)});
  return announce(*card, plan);
}

Outcome<void> IdSignIn::pause(milliseconds time, const char* where) {
  if (desk_.clock().wait(time, stop_)) return {};
  return tl::unexpected(Failure{Reason::cancelled, where, {}});
}

Outcome<IdCard> IdSignIn::awaitCard(seconds limit) {
  const auto deadline = desk_.clock().steady() + limit;
  for (;;) {
    auto seen = at_.reader.look();
    if (!seen) return tl::unexpected(seen.error());
    if (*seen) return std::move(**seen);
    const seconds left = leftUntil(desk_.clock(), deadline);
    if (left == seconds(0)) return tl::unexpected(Failure{Reason::idCardAbsent, kCardStep, {}});
    show_({Stage::card, FaceSight::face, left});
    if (auto waited = pause(kLookEvery, kCardStep); !waited) return tl::unexpected(waited.error());
  }
}

// The id card does not say where its holder is insured: this terminal's own center is asked.
Outcome<SignedInPerson> IdSignIn::announce(const IdCard& card, const IdSignInPlan& plan) {
  const auto draft = lift(desk_.client().draft(stop_));
  if (!draft) return tl::unexpected(draft.error());
  const auto body = bodyOf(*draft, card, plan, desk_.settings().area);
  if (!body) return tl::unexpected(body.error());
  return beginSession(desk_, *draft, *body, stop_);
}

Outcome<FaceSeen> IdSignIn::awaitFace(Stage stage, seconds limit) {
  show_({stage, FaceSight::face, limit});
  if (auto waited = pause(kToLookUp, kFaceStep); !waited) return tl::unexpected(waited.error());
  const auto deadline = desk_.clock().steady() + limit;
  for (;;) {
    const auto look = at_.camera.look();
    if (!look) return tl::unexpected(look.error());
    if (look->sight == FaceSight::face) return look->seen;
    const seconds left = leftUntil(desk_.clock(), deadline);
    if (left == seconds(0)) return tl::unexpected(Failure{Reason::faceNotSeen, kFaceStep, {}});
    show_({stage, look->sight, left});
    if (auto waited = pause(kLookEvery, kFaceStep); !waited) return tl::unexpected(waited.error());
  }
}

Outcome<bool> IdSignIn::compare(SignedInPerson& person, const FaceSeen& face) {
  const auto answer = lift(desk_.client().call(
      message::FaceCheck{person.sessionId, face.likeness, face.alive}, {person.insuredArea, stop_}));
  if (!answer) return tl::unexpected(answer.error());
  person.level = static_cast<Level>(answer->level);
  person.offers = answer->offers;
  return person.level >= Level::identified;
}

Outcome<void> IdSignIn::raise(SignedInPerson& person, const IdSignInPlan& plan) {
  for (unsigned sent = 0; sent < plan.faces; ++sent) {
    const auto face = awaitFace(sent == 0 ? Stage::face : Stage::again, plan.faceLimit);
    if (!face) return tl::unexpected(face.error());
    const auto alike = compare(person, *face);
    if (!alike) return tl::unexpected(alike.error());
    if (*alike) return {};
  }
  return tl::unexpected(Failure{Reason::faceNotAlike, kFaceStep, {}});
}

}  // namespace ssc::flows
