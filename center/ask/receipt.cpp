// 8207: somebody was identified here, now, for this; what their data say to it, and what follows from it.
#include "center/ask/ask.hpp"
#include "center/ask/item_rule.hpp"
#include "center/ask/paper.hpp"
#include "center/ask/sealing.hpp"
#include "center/identity/people.hpp"
#include "crypto/base64.hpp"
#include "crypto/digest.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::string_view kType = "12";

/// Facts are joined by bars: none may hold one.
Answered<void> checkWords(const ProveIdentity& body) {
  constexpr std::string_view kForbidden = "|\n\r";
  if (body.place.find_first_of(kForbidden) != std::string::npos)
    return refuse(ErrorCode::badEnvelope, 0, "input.place");
  if (body.matter.empty() || body.matter.find_first_of(kForbidden) != std::string::npos)
    return refuse(ErrorCode::badEnvelope, 0, "input.matter");
  return {};
}

/// In the order that ask.hpp gives.
Answered<std::string> factsOf(const Call& call, const ProveIdentity& body, const Session& session,
                              const std::string& docNo, const Values& values) {
  const auto subject = findPerson(call.sql, session.subject);
  if (!subject) return refuse(ErrorCode::signInUnknown);
  std::string presenter;
  if (session.presenter != session.subject) {
    const auto person = findPerson(call.sql, session.presenter);
    if (!person) return refuse(ErrorCode::signInUnknown);
    presenter = maskedName(person->name);
  }
  std::string facts(kType);
  for (const std::string& fact :
       {docNo, call.services.rules.area, body.item, call.terminal.place, body.place, body.matter,
        maskedName(subject->name), subject->number.masked(1, 1), presenter, values.at("result"),
        values.at("method"), values.at("now"), wire::headTime(call.now + kReceiptLasts)}) {
    if (fact.find('|') != std::string::npos) return refuse(ErrorCode::storage);
    facts += '|' + fact;
  }
  return facts;
}

/// The paper: number, code, the center's signature.
Answered<Receipt> issue(const Call& call, const ProveIdentity& body, const Session& session,
                        const Values& values) {
  auto docNo = newDocumentNumber(call, kType);
  if (!docNo) return tl::unexpected(docNo.error());
  auto facts = factsOf(call, body, session, *docNo, values);
  if (!facts) return tl::unexpected(facts.error());
  const auto hash = crypto::sm3(crypto::bytesOf(*facts));
  const auto signature = call.services.keys.sign.sign(crypto::bytesOf(*facts));
  if (!hash || !signature) return refuse(ErrorCode::storage);
  auto code = registerPaper(call, session, *docNo, std::string(kType), body.item, *hash);
  if (!code) return tl::unexpected(code.error());
  Receipt receipt;
  receipt.docNo = std::move(*docNo);
  receipt.code = std::move(*code);
  receipt.facts = std::move(*facts);
  receipt.signature = crypto::toBase64(*signature);
  return receipt;
}

}  // namespace

Answered<Receipt> proveIdentity(const Call& call, const ProveIdentity& body) {
  const ItemRule* rule = findRule(receiptRules(), body.item);
  if (rule == nullptr) return refuse(ErrorCode::unknownTransaction, 0, "input.item");
  if (auto words = checkWords(body); !words) return tl::unexpected(words.error());
  const auto session = sessionFor(call, *rule, body.sessionId);
  if (!session) return tl::unexpected(session.error());
  Values values = valuesOf(call, *session);
  values["counter"] = values["window"] = body.place;
  values["matter"] = values["service"] = body.matter;
  if (const auto decided = decide(call, *rule, *session, values); !decided)
    return tl::unexpected(decided.error());
  auto receipt = issue(call, body, *session, values);
  if (!receipt) return receipt;
  receipt->cols = columnsOf(rule->columns);
  receipt->rows.push_back(shownRow(*rule, values));
  if (auto noted = noteAccess(call, *session, body.item); !noted) return tl::unexpected(noted.error());
  if (auto sealed = sealCells(call, receipt->cols, receipt->rows); !sealed)
    return tl::unexpected(sealed.error());
  return receipt;
}

}  // namespace ssc::center
