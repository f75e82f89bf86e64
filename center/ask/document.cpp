// 8205: is this printed code one of ours?
#include "center/ask/ask.hpp"
#include "center/identity/people.hpp"
#include "crypto/digest.hpp"
#include "crypto/hex.hpp"
#include "wire/document_code.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::int64_t kTriesIn = 3'600'000;  // ms
constexpr int kMostTries = 5;
constexpr unsigned kWait = 3600;           // seconds
constexpr std::chrono::days kChecked{90};  ///< after that nobody needs to say anything about a document
constexpr std::string_view kReceipt = "12";

struct Document {
  std::string type, bodyHash, owner, state;
  std::int64_t issued = 0;
};

std::optional<Document> findDocument(soci::session& sql, const std::string& docNo) {
  Document document;
  long long issued = 0;
  sql << "SELECT type, body_hash, aac002, state, issued FROM documents WHERE doc_no = :no", soci::use(docNo),
      soci::into(document.type), soci::into(document.bodyHash), soci::into(document.owner),
      soci::into(document.state), soci::into(issued);
  if (!sql.got_data()) return std::nullopt;
  document.issued = issued;
  return document;
}

/// Guessing is counted, per whoever guesses and never per document: nobody can block another person's paper.
Answered<DocumentState> countWrong(const Services& services, soci::session& sql, const std::string& who) {
  const auto id = randomId(services.random, 16);
  if (!id) return tl::unexpected(id.error());
  const long long now = toStored(services.clock.now()), since = now - kTriesIn;
  int count = 0;
  sql << "SELECT COUNT(*) FROM attempts WHERE kind = 'check' AND who = :who AND at > :since", soci::use(who),
      soci::use(since), soci::into(count);
  if (count >= kMostTries) return refuse(ErrorCode::tooManyTries, kWait);
  sql << "INSERT INTO attempts (kind, who, at, token) VALUES ('check', :who, :at, :id)", soci::use(who),
      soci::use(now), soci::use(*id);
  return refuseAndKeep(ErrorCode::documentVoid);
}

bool isGenuine(const Services& services, const Document& document, const CheckDocument& body) {
  const auto hash = crypto::fromHex(document.bodyHash);
  crypto::Sm3Digest digest{};
  if (!hash || hash->size() != digest.size()) return false;
  std::copy(hash->begin(), hash->end(), digest.begin());
  return wire::isDocumentCode(services.keys.document, body.docNo, digest, body.code);
}

/// A receipt proves a day; what a document says is checked for three months.
bool isOver(const Services& services, const Document& document) {
  const auto lasts = document.type == kReceipt ? std::chrono::milliseconds(kReceiptLasts)
                                               : std::chrono::milliseconds(kChecked);
  return toStored(services.clock.now()) - document.issued > lasts.count();
}

}  // namespace

Answered<DocumentState> documentState(const Services& services, soci::session& sql, const std::string& who,
                                      const CheckDocument& body) {
  const auto document = findDocument(sql, body.docNo);
  if (!document || !isGenuine(services, *document, body)) return countWrong(services, sql, who);
  if (document->state != "VALID" || isOver(services, *document)) return refuse(ErrorCode::documentVoid);
  DocumentState state;
  state.state = "valid";
  state.type = document->type;
  state.issuedOn = wire::dayText(wire::TimePoint(std::chrono::milliseconds(document->issued)));
  state.area = services.rules.area;
  if (const auto person = findPerson(sql, document->owner)) state.maskedName = maskedName(person->name);
  return state;
}

Answered<DocumentState> checkDocument(const Call& call, const CheckDocument& body) {
  return documentState(call.services, call.sql, call.terminal.devNo, body);
}

}  // namespace ssc::center
