#include "center/gate/answers.hpp"

namespace ssc::center {
namespace {

using wire::office::Reply;

struct Row {
  std::string infno, inputHash, claim;
  long long claimed = 0;
  int infcode = -1;
  Reply reply;
};

std::optional<Row> rowOf(soci::session& sql, const std::string& devNo, const std::string& msgid) {
  Row row;
  Reply& reply = row.reply;
  sql << "SELECT infno, input_hash, claim, claimed, infcode, err_msg, refmsgid, refmsg_time, respond_time, "
         "output "
         "FROM answers WHERE dev_no = :dev AND msgid = :msg",
      soci::use(devNo), soci::use(msgid), soci::into(row.infno), soci::into(row.inputHash),
      soci::into(row.claim), soci::into(row.claimed), soci::into(row.infcode), soci::into(reply.errMsg),
      soci::into(reply.infRefmsgid), soci::into(reply.refmsgTime), soci::into(reply.respondTime),
      soci::into(reply.output);
  if (!sql.got_data()) return std::nullopt;
  if (row.infcode >= 0) reply.infcode = static_cast<unsigned>(row.infcode);
  return row;
}

bool insertClaim(soci::session& sql, const MessageKey& key, const std::string& claim, std::int64_t now) {
  const long long at = now;
  soci::statement insert =
      (sql.prepare
           << "INSERT INTO answers (dev_no, msgid, infno, input_hash, claim, claimed) "
              "VALUES (:dev, :msg, :infno, :hash, :claim, :at) ON CONFLICT (dev_no, msgid) DO NOTHING",
       soci::use(key.devNo), soci::use(key.msgid), soci::use(key.infno), soci::use(key.inputHash),
       soci::use(claim), soci::use(at));
  insert.execute(true);
  return insert.get_affected_rows() == 1;
}

bool takeOver(soci::session& sql, const MessageKey& key, const Row& row, const std::string& claim,
              std::int64_t now) {
  const long long at = now;
  soci::statement update =
      (sql.prepare << "UPDATE answers SET claim = :claim, claimed = :at "
                      "WHERE dev_no = :dev AND msgid = :msg AND claim = :old AND infcode = -1",
       soci::use(claim), soci::use(at), soci::use(key.devNo), soci::use(key.msgid), soci::use(row.claim));
  update.execute(true);
  return update.get_affected_rows() == 1;
}

}  // namespace

ClaimResult claimMessage(soci::session& sql, const MessageKey& key, const std::string& claim,
                         std::int64_t now) {
  if (insertClaim(sql, key, claim, now)) return Claimed{claim};
  auto row = rowOf(sql, key.devNo, key.msgid);
  if (!row) return BeingWorkedOn{};  // dropped in this moment: the next try finds it free
  if (row->infno != key.infno || row->inputHash != key.inputHash) return UsedForOther{};
  if (row->infcode >= 0) return AlreadyAnswered{std::move(row->reply)};
  if (now - row->claimed > kClaimLasts && takeOver(sql, key, *row, claim, now)) return Claimed{claim};
  return BeingWorkedOn{};
}

bool storeAnswer(soci::session& sql, const MessageKey& key, const std::string& claim, const Reply& reply) {
  const int infcode = static_cast<int>(reply.infcode);
  soci::statement update =
      (sql.prepare
           << "UPDATE answers SET infcode = :code, err_msg = :err, refmsgid = :ref, refmsg_time = :came, "
              "respond_time = :given, output = :output "
              "WHERE dev_no = :dev AND msgid = :msg AND claim = :claim AND infcode = -1",
       soci::use(infcode), soci::use(reply.errMsg), soci::use(reply.infRefmsgid), soci::use(reply.refmsgTime),
       soci::use(reply.respondTime), soci::use(reply.output), soci::use(key.devNo), soci::use(key.msgid),
       soci::use(claim));
  update.execute(true);
  return update.get_affected_rows() == 1;
}

void addAnswer(soci::session& sql, const MessageKey& key, const Reply& reply, std::int64_t now) {
  const int infcode = static_cast<int>(reply.infcode);
  const long long at = now;
  sql << "INSERT INTO answers (dev_no, msgid, infno, input_hash, claim, claimed, infcode, err_msg, refmsgid, "
         "refmsg_time, respond_time, output) VALUES (:dev, :msg, :infno, :hash, '', :at, :code, :err, :ref, "
         ":came, :given, :output)",
      soci::use(key.devNo), soci::use(key.msgid), soci::use(key.infno), soci::use(key.inputHash),
      soci::use(at), soci::use(infcode), soci::use(reply.errMsg), soci::use(reply.infRefmsgid),
      soci::use(reply.refmsgTime), soci::use(reply.respondTime), soci::use(reply.output);
}

void dropClaim(soci::session& sql, const MessageKey& key, const std::string& claim) {
  sql << "DELETE FROM answers WHERE dev_no = :dev AND msgid = :msg AND claim = :claim AND infcode = -1",
      soci::use(key.devNo), soci::use(key.msgid), soci::use(claim);
}

MessageState lookUp(soci::session& sql, const std::string& devNo, const std::string& msgid) {
  auto row = rowOf(sql, devNo, msgid);
  if (!row) return {};
  if (row->infcode < 0) return {true, std::nullopt};
  return {true, std::move(row->reply)};
}

std::size_t forgetOld(soci::session& sql, std::int64_t now) {
  const long long before = now - kAnswersKept - kDateAhead;
  std::size_t gone = 0;
  for (const char* statement :
       {"DELETE FROM answers WHERE claimed < :before", "DELETE FROM session_keys WHERE made < :before",
        "DELETE FROM attempts WHERE at < :before", "DELETE FROM logins WHERE created < :before",
        "DELETE FROM phone_tokens WHERE until < :before", "DELETE FROM proofs WHERE until < :before",
        "DELETE FROM power_on_challenges WHERE until < :before",
        "DELETE FROM web_visits WHERE until < :before", "DELETE FROM web_codes WHERE until < :before"}) {
    soci::statement erase = (sql.prepare << statement, soci::use(before));
    erase.execute(true);
    gone += static_cast<std::size_t>(erase.get_affected_rows());
  }
  return gone;
}

}  // namespace ssc::center
