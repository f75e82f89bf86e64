#include "center/gateway/calls.hpp"

#include <algorithm>
#include <array>

#include "center/identity/ecard_life.hpp"
#include "center/identity/logins.hpp"
#include "center/identity/people.hpp"
#include "wire/gateway_body.hpp"

namespace ssc::center {

namespace gateway = wire::gateway;
using wire::office::ErrorCode;

namespace {

// ---- what an app may report: everything else the platform knows better than the app

struct ActionRow {
  std::string_view action;
  bool closes;  ///< ends the e-card
};
constexpr std::array kActions{
    ActionRow{"000", false},  // went back
    ActionRow{"003", true},   // unbound
    ActionRow{"006", false},  // card face shown
    ActionRow{"007", false},  // code shown
    ActionRow{"111", true},   // closed
    ActionRow{"112", false},  // followed a link
};

std::string maskedNameOf(soci::session& sql, const std::string& number) {
  const auto person = findPerson(sql, number);
  return person ? maskedName(person->name) : std::string();
}

std::optional<gateway::EcardFace> faceOf(soci::session& sql, const HeldEcard& held) {
  const auto ecard = findEcard(sql, held.signNo);
  const auto card = ecard ? findCard(sql, ecard->cardId) : std::nullopt;
  if (!card) return std::nullopt;
  return gateway::EcardFace{held.signNo, held.relation, maskedNameOf(sql, ecard->owner), card->aab301,
                            ecard->state};
}

gateway::WaitingLogin waitingOf(const LoginView& view, std::string name) {
  return {view.loginId, view.flow, view.kind, view.place, view.service, std::move(name), view.matchNumber};
}

// ---- handlers; the e-card they name is one of this phone's

Answered<gateway::CodeMade> handle(const AppCall& call, const gateway::MakeCode& body) {
  return makePhoneCodeFor(call.services, call.sql, body.signNo, body.purpose).map([](std::string text) {
    return gateway::CodeMade{std::move(text)};
  });
}

std::string holderOf(const AppCall& call, const std::string& signNo) {
  const auto ecard = findEcard(call.sql, signNo);
  return ecard ? maskedNameOf(call.sql, ecard->owner) : std::string();
}

Answered<gateway::WaitingLogin> handle(const AppCall& call, const gateway::ScanCode& body) {
  return scanLoginCode(call.services, call.sql, body.signNo, body.text).map([&](const LoginView& view) {
    return waitingOf(view, holderOf(call, body.signNo));
  });
}

Answered<gateway::Waiting> handle(const AppCall& call, const gateway::AskWaiting& body) {
  gateway::Waiting answer;
  for (const LoginView& view : waitingLogins(call.services, call.sql, body.signNo))
    answer.logins.push_back(waitingOf(view, holderOf(call, body.signNo)));
  return answer;
}

Answered<gateway::PasswordChecked> handle(const AppCall& call, const gateway::CheckPassword& body) {
  return checkPassword(call.services, call.sql, body.signNo, body.password).map([](std::string busiSeq) {
    return gateway::PasswordChecked{std::move(busiSeq)};
  });
}

Answered<gateway::Nothing> handle(const AppCall& call, const gateway::ConfirmLogin& body) {
  return confirmLogin(call.services, call.sql, body.signNo, body.loginId, body.busiSeq).map([] {
    return gateway::Nothing{};
  });
}

Answered<gateway::Nothing> handle(const AppCall& call, const gateway::RefuseLogin& body) {
  return refuseLogin(call.services, call.sql, body.signNo, body.loginId).map([] {
    return gateway::Nothing{};
  });
}

Answered<gateway::Nothing> handle(const AppCall& call, const gateway::ReportAction& body) {
  const auto row = std::find_if(kActions.begin(), kActions.end(),
                                [&](const ActionRow& each) { return each.action == body.action; });
  if (row == kActions.end()) return refuse(ErrorCode::badEnvelope, 0, "action");
  if (auto noted = noteAction(call.services, call.sql, body.signNo, body.action); !noted)
    return tl::unexpected(noted.error());
  if (row->closes) {
    if (auto closed = closeEcard(call.services, call.sql, body.signNo); !closed)
      return tl::unexpected(closed.error());
  }
  return gateway::Nothing{};
}

Answered<gateway::Started> handle(const AppCall& call, const gateway::Start& body) {
  notePhoneStart(call.sql, call.phone.accessId, body.device + " / " + body.version, call.now);
  gateway::Started answer{call.phone.channelNo, static_cast<std::uint64_t>(call.now), {}};
  for (const HeldEcard& held : ecardsOn(call.sql, call.phone.accessId)) {
    if (auto face = faceOf(call.sql, held)) answer.ecards.push_back(std::move(*face));
  }
  return answer;
}

// ---- the table

/// An e-card that this phone does not hold is one that nobody knows.
template <class Body>
Answered<void> mayUse(const AppCall& call, const Body& body) {
  if constexpr (requires { body.signNo; }) {
    if (!holdsEcard(call.sql, call.phone.accessId, body.signNo)) return refuse(ErrorCode::signInUnknown);
  }
  return {};
}

template <class Body>
Answered<crypto::SecretBytes> answerTo(const AppCall& call, crypto::ByteView text) {
  const auto body = gateway::decodeBody<Body>(text);
  if (!body) return refuse(ErrorCode::badEnvelope, 0, "security." + body.error().place);
  if (auto may = mayUse(call, *body); !may) return tl::unexpected(may.error());
  return handle(call, *body).map([](const typename Body::Answer& answer) {
    return gateway::encodeBody(answer);
  });
}

template <class Body>
constexpr AppCallRow row(Durability durability) {
  return {Body::kName, durability, answerTo<Body>};
}

constexpr std::array kCalls{
    row<gateway::Start>(Durability::quick),        row<gateway::MakeCode>(Durability::quick),
    row<gateway::ScanCode>(Durability::safe),      row<gateway::AskWaiting>(Durability::quick),
    row<gateway::CheckPassword>(Durability::safe), row<gateway::ConfirmLogin>(Durability::safe),
    row<gateway::RefuseLogin>(Durability::safe),   row<gateway::ReportAction>(Durability::safe),
};

}  // namespace

const AppCallRow* findAppCall(std::string_view name) {
  const auto found =
      std::find_if(kCalls.begin(), kCalls.end(), [&](const AppCallRow& each) { return each.name == name; });
  return found == kCalls.end() ? nullptr : &*found;
}

}  // namespace ssc::center
