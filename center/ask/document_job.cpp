// 8203, 8204: a document is about to be printed; it was taken, or it is void.
#include "center/ask/ask.hpp"
#include "center/ask/paper.hpp"
#include "center/identity/staff.hpp"
#include "crypto/hex.hpp"
#include "wire/document_code.hpp"

namespace ssc::center {

using namespace wire::office;

namespace {

constexpr std::int64_t kDraftLasts = 600'000;  // ms
constexpr int kMostInAMonth = 3;
constexpr std::size_t kMonthSize = 7;

struct Draft {
  std::string sessionId, subject, item, type, family, bodyHash;
  std::int64_t made = 0, used = 0;
};

std::optional<Draft> findDraft(soci::session& sql, const std::string& number) {
  Draft draft;
  long long made = 0, used = 0;
  sql << "SELECT session_id, aac002, item, type, family, body_hash, made, used FROM document_drafts "
         "WHERE draft_no = :draft",
      soci::use(number), soci::into(draft.sessionId), soci::into(draft.subject), soci::into(draft.item),
      soci::into(draft.type), soci::into(draft.family), soci::into(draft.bodyHash), soci::into(made),
      soci::into(used);
  if (!sql.got_data()) return std::nullopt;
  draft.made = made;
  draft.used = used;
  return draft;
}

/// The facts that this session was given, not printed yet, and understood as they were meant.
Answered<Draft> takeDraft(const Call& call, const Session& session, const RegisterDocument& body) {
  auto draft = findDraft(call.sql, body.draftNo);
  const bool ours = draft && draft->sessionId == session.id && draft->subject == session.subject;
  if (!ours || draft->used != 0 || call.at() - draft->made > kDraftLasts) return refuse(ErrorCode::wrongStep);
  const auto meant = crypto::fromHex(body.bodyHash), given = crypto::fromHex(draft->bodyHash);
  if (!meant || meant != given) return refuse(ErrorCode::badEnvelope, 0, "input.bodyHash");
  const long long now = call.at();
  soci::statement take =
      (call.sql.prepare << "UPDATE document_drafts SET used = :now WHERE draft_no = :draft AND used = 0",
       soci::use(now), soci::use(body.draftNo));
  take.execute(true);
  if (take.get_affected_rows() != 1) return refuse(ErrorCode::wrongStep);
  return std::move(*draft);
}

/// A terminal prints one paper at a time: one that it never closed was lost with a crash.
void voidLostJobs(const Call& call) {
  const long long now = call.at();
  call.sql << "UPDATE documents SET state = 'VOID' WHERE doc_no IN "
              "(SELECT doc_no FROM document_jobs WHERE dev_no = :dev AND state = 'OPEN')",
      soci::use(call.terminal.devNo);
  call.sql << "UPDATE document_jobs SET state = 'VOID', reason = 'lost', closed = :now "
              "WHERE dev_no = :dev AND state = 'OPEN'",
      soci::use(now), soci::use(call.terminal.devNo);
}

/// Taken ones count; one that is being printed elsewhere may still be taken.
Answered<void> checkLimit(const Call& call, const Session& session, const Draft& draft,
                          const std::string& month) {
  if (draft.family.empty() || hasRelease(call.sql, session.id, "print")) return {};
  int count = 0;
  call.sql
      << "SELECT COUNT(*) FROM document_jobs WHERE aac002 = :subject AND family = :family AND month = :month "
         "AND state IN ('OPEN', 'TAKEN')",
      soci::use(draft.subject), soci::use(draft.family), soci::use(month), soci::into(count);
  if (count >= kMostInAMonth) return refuse(ErrorCode::monthlyLimit, kMostInAMonth);
  return {};
}

Answered<crypto::Sm3Digest> digestOf(const std::string& hash) {
  const auto bytes = crypto::fromHex(hash);
  crypto::Sm3Digest digest{};
  if (!bytes || bytes->size() != digest.size()) return refuse(ErrorCode::storage);
  std::copy(bytes->begin(), bytes->end(), digest.begin());
  return digest;
}

void addJob(const Call& call, const Draft& draft, const std::string& docNo, const std::string& month,
            int pages) {
  const long long now = call.at();
  call.sql << "INSERT INTO document_jobs (doc_no, dev_no, aac002, family, month, pages, state, registered) "
              "VALUES (:no, :dev, :subject, :family, :month, :pages, 'OPEN', :now)",
      soci::use(docNo), soci::use(call.terminal.devNo), soci::use(draft.subject), soci::use(draft.family),
      soci::use(month), soci::use(pages), soci::use(now);
}

}  // namespace

Answered<DocumentRegistered> registerDocument(const Call& call, const RegisterDocument& body) {
  const auto session = requireSession(call.sql, call, body.sessionId, kIdentified);
  if (!session) return tl::unexpected(session.error());
  lockPerson(call, session->subject);
  const auto draft = takeDraft(call, *session, body);
  if (!draft) return tl::unexpected(draft.error());
  const std::string month = wire::dayText(call.now).substr(0, kMonthSize);
  voidLostJobs(call);
  if (auto may = checkLimit(call, *session, *draft, month); !may) return tl::unexpected(may.error());
  const auto hash = digestOf(draft->bodyHash);
  auto docNo = newDocumentNumber(call, draft->type);
  if (!hash || !docNo) return tl::unexpected(hash ? docNo.error() : hash.error());
  auto code = registerPaper(call, *session, *docNo, draft->type, draft->item, *hash);
  if (!code) return tl::unexpected(code.error());
  auto qr = wire::makeDocumentText({*docNo, *code});
  if (!qr) return refuse(ErrorCode::storage);
  addJob(call, *draft, *docNo, month, static_cast<int>(body.pages));
  if (auto noted = noteAccess(call, *session, draft->item); !noted) return tl::unexpected(noted.error());
  return DocumentRegistered{std::move(*docNo), std::move(*code), std::move(*qr), wire::compactTime(call.now)};
}

Answered<Done> closeDocument(const Call& call, const CloseDocument& body) {
  if (body.state != "taken" && body.state != "void") return refuse(ErrorCode::badEnvelope, 0, "input.state");
  const std::string state = body.state == "taken" ? "TAKEN" : "VOID";
  const long long now = call.at();
  soci::statement close =
      (call.sql.prepare << "UPDATE document_jobs SET state = :state, reason = :reason, closed = :now "
                           "WHERE doc_no = :no AND dev_no = :dev AND state = 'OPEN'",
       soci::use(state), soci::use(body.reason), soci::use(now), soci::use(body.docNo),
       soci::use(call.terminal.devNo));
  close.execute(true);
  if (close.get_affected_rows() != 1) return refuse(ErrorCode::wrongStep);
  if (state == "VOID")
    call.sql << "UPDATE documents SET state = 'VOID' WHERE doc_no = :no", soci::use(body.docNo);
  return Done{};
}

}  // namespace ssc::center
