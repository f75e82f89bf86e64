#include "center/data/queries/query.hpp"

#include "center/ask/ask.hpp"
#include "center/ask/elsewhere.hpp"
#include "center/ask/item_rule.hpp"
#include "center/ask/sealing.hpp"
#include "center/identity/people.hpp"
#include "center/identity/sessions.hpp"
#include "center/identity/staff.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

ErrorCode codeOf(QueryRefusal refusal) {
  return refusal == QueryRefusal::unknownItem ? ErrorCode::unknownTransaction : ErrorCode::badEnvelope;
}

/// Where every look is itself a row, and shown with the others.
constexpr std::string_view kLooksAreShown = "LP-OT-008";

void addLook(const Services& services, soci::session& sql, const std::string& subject, const Query& body,
             const std::string& source) {
  if (body.item == kLooksAreShown && body.page == 0)
    addCreditLook(sql, subject, source, wire::dayText(services.clock.now()));
}

/// The answer with every cell in the open: what stays inside the center, or goes to the center that asked.
Answered<QueryAnswer> answerInTheOpen(const Services& services, soci::session& sql,
                                      const std::string& subject, const Query& body) {
  const wire::TimePoint now = services.clock.now();
  auto page =
      runQuery(sql, {body.item, body.view, subject, body.from, body.to, body.page, wire::dayText(now)});
  if (!page) return refuse(codeOf(page.error()), 0, std::string(toString(page.error())));
  QueryAnswer answer;
  answer.cols = columnsOf(page->columns);
  for (auto& row : page->rows)
    answer.rows.push_back({std::move(row)});
  answer.more = page->more;
  for (const QueryView& view : views(body.item))
    answer.views.emplace_back(view.id);
  answer.view = body.view.empty() ? answer.views.front() : body.view;
  answer.area = services.rules.area;
  answer.asOf = wire::compactTime(now);
  return answer;
}

/// The catalogue has items for the electronic card alone.
Answered<void> checkForm(const Session& session, const std::string& item) {
  const auto lists = views(item);
  const bool refused = !lists.empty() && lists.front().ecardOnly && session.signNo.empty();
  if (refused) return refuse(ErrorCode::notPossible);
  return {};
}

}  // namespace

Answered<std::optional<std::string>> routeQuery(const Message& message) {
  return askElsewhere<Query>(message, kIdentified);
}

Answered<QueryAnswer> query(const Call& call, const Query& body) {
  const auto session = requireSession(call.sql, call, body.sessionId, kIdentified);
  if (!session) return tl::unexpected(session.error());
  if (auto form = checkForm(*session, body.item); !form) return tl::unexpected(form.error());
  if (auto may = mayActFor(call, *session, body.item); !may) return tl::unexpected(may.error());
  QueryAnswer answer;
  if (call.remote) {
    auto given = decodeBody<QueryAnswer>(*call.remote);
    if (!given) return refuse(ErrorCode::peer);
    answer = std::move(*given);
  } else {
    addLook(call.services, call.sql, session->subject, body, call.terminal.place);
    auto own = answerInTheOpen(call.services, call.sql, session->subject, body);
    if (!own) return own;
    answer = std::move(*own);
  }
  if (auto noted = noteAccess(call, *session, body.item); !noted) return tl::unexpected(noted.error());
  if (auto sealed = sealCells(call, answer.cols, answer.rows); !sealed) return tl::unexpected(sealed.error());
  return answer;
}

Answered<std::string> foreignQuery(const Services& services, soci::session& sql, const Request& request,
                                   const Forwarded& forwarded) {
  const auto body = bodyOf<Query>(request);
  if (!body) return tl::unexpected(body.error());
  if (forwarded.level < kIdentified) return refuse(ErrorCode::levelTooLow);
  if (auto subject = checkSubject(sql, forwarded); !subject) return tl::unexpected(subject.error());
  addLook(services, sql, forwarded.subject, *body, request.head.fixmedinsName);
  if (auto noted = noteForeignAccess(services, sql, request, forwarded, body->sessionId, body->item); !noted)
    return tl::unexpected(noted.error());
  return answerInTheOpen(services, sql, forwarded.subject, *body).map([](const QueryAnswer& answer) {
    return encodeBody(answer);
  });
}

// ---- 8301

namespace {

Answered<CardState> stateOf(const std::optional<Card>& card) {
  if (!card) return refuse(ErrorCode::signInUnknown);
  return CardState{card->aaz502, card->kzt, card->aaz508, card->issued, card->expires};
}

}  // namespace

Answered<std::optional<std::string>> routeCardState(const Message& message) {
  return askElsewhere<AskCardState>(message, kPossession);
}

Answered<CardState> cardState(const Call& call, const AskCardState& body) {
  const auto session = requireSession(call.sql, call, body.sessionId, kPossession);
  if (!session) return tl::unexpected(session.error());
  if (call.remote) {
    auto given = decodeBody<CardState>(*call.remote);
    return given ? Answered<CardState>(std::move(*given)) : refuse(ErrorCode::peer);
  }
  return stateOf(session->cardId.empty() ? cardOf(call.sql, session->subject)
                                         : findCard(call.sql, session->cardId));
}

Answered<std::string> foreignCardState(const Services& /*services*/, soci::session& sql,
                                       const Request& /*request*/, const Forwarded& forwarded) {
  if (auto subject = checkSubject(sql, forwarded); !subject) return tl::unexpected(subject.error());
  const auto shown = forwarded.card.empty() ? std::nullopt : findCard(sql, forwarded.card);
  return stateOf(shown ? shown : cardOf(sql, forwarded.subject)).map([](const CardState& state) {
    return encodeBody(state);
  });
}

}  // namespace ssc::center
