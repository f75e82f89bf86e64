// 8201, 8202: what stands on a document. The facts are given out with a draft: only what a draft stands for
// can be registered (8203).
#include <algorithm>
#include <array>

#include "center/ask/ask.hpp"
#include "center/ask/document_rule.hpp"
#include "center/ask/elsewhere.hpp"
#include "center/ask/item_rule.hpp"
#include "center/ask/sealing.hpp"
#include "center/data/people/calendar.hpp"
#include "center/identity/staff.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr int kMonthsShown = 24, kMonthsOfYear = 12;
constexpr std::size_t kDraftBytes = 16;

/// What is asked, whichever message asks it.
struct Wanted {
  std::string item, purpose, insurance, year, toArea;
};
Wanted wantedOf(const AskRightsRecord& body) {
  return {body.item, "year", body.insurance, body.year, {}};
}
Wanted wantedOf(const AskStatement& body) {
  return {body.item, body.purpose, body.insurance, {}, body.toArea};
}

struct ClassRow {
  std::string_view insurance, digit;
};
constexpr std::array kClasses{
    ClassRow{"", ""},         ClassRow{"pension", "1"}, ClassRow{"unemployment", "2"},
    ClassRow{"medical", "3"}, ClassRow{"injury", "4"},  ClassRow{"maternity", "5"}};
constexpr std::string_view kVoucherClasses = "123";

Answered<Values> valuesFor(const Services& services, const std::string& subject, const Wanted& wanted) {
  const auto row = std::ranges::find(kClasses, std::string_view(wanted.insurance), &ClassRow::insurance);
  if (row == kClasses.end()) return refuse(ErrorCode::badEnvelope, 0, "input.insurance");
  const std::string today = wire::dayText(services.clock.now());
  const Day day = parseDay(today).value_or(Day{});
  const std::string year = wanted.year.empty() ? std::to_string(yearOf(day) - 1) : wanted.year;
  const auto first = parseDay(year + "-01-01");
  if (!first || yearOf(*first) > yearOf(day)) return refuse(ErrorCode::badEnvelope, 0, "input.year");
  return Values{{"subject", subject},
                {"today", today},
                {"month", monthText(monthOf(day))},
                {"months24", monthText(monthOf(day) - kMonthsShown + 1)},
                {"year", year},
                {"year_before", monthText(monthOf(*first) - kMonthsOfYear).substr(0, 4)},
                {"area", services.rules.area},
                {"to_area", wanted.toArea},
                {"class", std::string(row->digit)}};
}

bool isFor(const DocumentRule& rule, const Wanted& wanted) {
  return rule.purpose == wanted.purpose &&
         std::ranges::find(rule.items, std::string_view(wanted.item)) != rule.items.end();
}

Answered<const DocumentRule*> ruleFor(soci::session& sql, const Wanted& wanted, const Values& values) {
  for (const DocumentRule& rule : documentRules()) {
    if (!isFor(rule, wanted) || (!rule.when.empty() && !firstRow(sql, rule.when, values))) continue;
    const std::string& digit = values.at("class");
    if (rule.insurance && (digit.empty() || kVoucherClasses.find(digit) == std::string_view::npos))
      return refuse(ErrorCode::badEnvelope, 0, "input.insurance");
    return &rule;
  }
  return refuse(ErrorCode::unknownTransaction, 0, "input.item");
}

/// The document in the open: what stays inside the center, or goes to the center that asked.
Answered<DocumentData> dataInTheOpen(const Services& services, soci::session& sql, const std::string& subject,
                                     const Wanted& wanted) {
  const auto values = valuesFor(services, subject, wanted);
  if (!values) return tl::unexpected(values.error());
  const auto rule = ruleFor(sql, wanted, *values);
  if (!rule) return tl::unexpected(rule.error());
  DocumentData data;
  data.draftNo = "-";
  data.type = (*rule)->type;
  const bool ofYear = wanted.purpose == "year";
  data.from = ofYear ? values->at("year") + "-01" : values->at("months24");
  data.to = ofYear ? values->at("year") + "-12" : values->at("month");
  for (const BlockRule& block : (*rule)->blocks) {
    DocumentBlock table{std::string(block.id), columnsOf(block.columns), {}};
    for (auto& cells : rowsOf(sql, block.sql, block.order, block.columns, *values, block.most))
      table.rows.push_back({std::move(cells)});
    data.blocks.push_back(std::move(table));
  }
  data.area = services.rules.area;
  data.asOf = wire::compactTime(services.clock.now());
  return data;
}

/// The family of a type that was made here or elsewhere.
std::string familyOf(const Wanted& wanted, const std::string& type) {
  const auto rule = std::ranges::find_if(
      documentRules(), [&](const DocumentRule& each) { return each.type == type && isFor(each, wanted); });
  return rule == documentRules().end() ? std::string() : std::string(rule->family);
}

Answered<std::string> keepDraft(const Call& call, const Session& session, const Wanted& wanted,
                                const DocumentData& data) {
  auto draft = randomId(call.services.random, kDraftBytes);
  if (!draft) return draft;
  const std::string body = documentBody(data, session.subject);
  const auto hash = crypto::sm3(crypto::bytesOf(body));
  if (!hash) return refuse(ErrorCode::storage);
  const std::string text = crypto::toHex(*hash), family = familyOf(wanted, data.type);
  const std::string counted = family.empty() ? "0" : "1";
  const long long now = call.at();
  call.sql << "INSERT INTO document_drafts (draft_no, session_id, aac002, item, type, family, counted, "
              "body_hash, made) "
              "VALUES (:draft, :session, :subject, :item, :type, :family, :counted, :hash, :now)",
      soci::use(*draft), soci::use(session.id), soci::use(session.subject), soci::use(wanted.item),
      soci::use(data.type), soci::use(family), soci::use(counted), soci::use(text), soci::use(now);
  return draft;
}

template <class Body>
Answered<DocumentData> documentData(const Call& call, const Body& body) {
  const auto session = requireSession(call.sql, call, body.sessionId, kIdentified);
  if (!session) return tl::unexpected(session.error());
  if (auto may = mayActFor(call, *session, body.item); !may) return tl::unexpected(may.error());
  const Wanted wanted = wantedOf(body);
  auto data = call.remote ? Answered<DocumentData>(DocumentData{})
                          : dataInTheOpen(call.services, call.sql, session->subject, wanted);
  if (!data) return data;
  if (call.remote) {
    auto given = decodeBody<DocumentData>(*call.remote);
    if (!given) return refuse(ErrorCode::peer);
    *data = std::move(*given);
  }
  auto draft = keepDraft(call, *session, wanted, *data);
  if (!draft) return tl::unexpected(draft.error());
  data->draftNo = std::move(*draft);
  if (auto noted = noteAccess(call, *session, body.item); !noted) return tl::unexpected(noted.error());
  for (DocumentBlock& block : data->blocks) {
    if (auto sealed = sealCells(call, block.cols, block.rows); !sealed) return tl::unexpected(sealed.error());
  }
  return data;
}

template <class Body>
Answered<std::string> foreignData(const Services& services, soci::session& sql, const Request& request,
                                  const Forwarded& forwarded) {
  const auto body = bodyOf<Body>(request);
  if (!body) return tl::unexpected(body.error());
  if (forwarded.level < kIdentified) return refuse(ErrorCode::levelTooLow);
  if (auto subject = checkSubject(sql, forwarded); !subject) return tl::unexpected(subject.error());
  if (auto noted = noteForeignAccess(services, sql, request, forwarded, body->sessionId, body->item); !noted)
    return tl::unexpected(noted.error());
  return dataInTheOpen(services, sql, forwarded.subject, wantedOf(*body)).map([](const DocumentData& data) {
    return encodeBody(data);
  });
}

}  // namespace

Answered<DocumentData> rightsRecord(const Call& call, const AskRightsRecord& body) {
  return documentData(call, body);
}

Answered<std::optional<std::string>> routeRightsRecord(const Message& message) {
  return askElsewhere<AskRightsRecord>(message, kIdentified);
}

Answered<std::string> foreignRightsRecord(const Services& services, soci::session& sql,
                                          const Request& request, const Forwarded& forwarded) {
  return foreignData<AskRightsRecord>(services, sql, request, forwarded);
}

Answered<DocumentData> statement(const Call& call, const AskStatement& body) {
  return documentData(call, body);
}

Answered<std::optional<std::string>> routeStatement(const Message& message) {
  return askElsewhere<AskStatement>(message, kIdentified);
}

Answered<std::string> foreignStatement(const Services& services, soci::session& sql, const Request& request,
                                       const Forwarded& forwarded) {
  return foreignData<AskStatement>(services, sql, request, forwarded);
}

}  // namespace ssc::center
