#include "center/ask/paper.hpp"

#include "center/data/people/calendar.hpp"
#include "crypto/hex.hpp"
#include "wire/document_code.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr unsigned kMostSerial = 999'999;

}  // namespace

Answered<unsigned> nextSerial(const Call& call, const std::string& kind, unsigned most) {
  const std::string day = wire::dayText(call.now);
  int last = 0;
  call.sql << "INSERT INTO serials (kind, area, day, last) VALUES (:kind, :area, :day, 1) "
              "ON CONFLICT (kind, area, day) DO UPDATE SET last = serials.last + 1 RETURNING last",
      soci::use(kind), soci::use(call.services.rules.area), soci::use(day), soci::into(last);
  const auto serial = static_cast<unsigned>(last);
  if (serial == 0 || serial > most) return refuse(ErrorCode::storage);
  return serial;
}

Answered<std::string> numberOfTheDay(const Call& call, const std::string& kind, std::string_view prefix) {
  constexpr std::size_t kDigits = 6, kDay = 8;
  const auto serial = nextSerial(call, kind, kMostSerial);
  if (!serial) return tl::unexpected(serial.error());
  std::string digits = std::to_string(*serial);
  digits.insert(0, kDigits - digits.size(), '0');
  return std::string(prefix) + call.services.rules.area + wire::compactTime(call.now).substr(0, kDay) +
         digits;
}

Answered<std::string> newDocumentNumber(const Call& call, std::string_view type) {
  const auto day = parseDay(wire::dayText(call.now));
  const auto serial = nextSerial(call, "document", kMostSerial);
  if (!serial) return tl::unexpected(serial.error());
  if (!day) return refuse(ErrorCode::storage);
  auto number = wire::makeDocumentNumber(
      {call.services.rules.area, std::string(type), std::chrono::year_month_day(*day), *serial});
  if (!number) return refuse(ErrorCode::storage);
  return std::move(*number);
}

Answered<std::string> registerPaper(const Call& call, const Session& session, const std::string& docNo,
                                    const std::string& type, const std::string& item,
                                    const crypto::Sm3Digest& bodyHash) {
  auto code = wire::makeDocumentCode(call.services.keys.document, docNo, bodyHash);
  if (!code) return refuse(ErrorCode::storage);
  const std::string hash = crypto::toHex(bodyHash);
  const long long now = call.at();
  call.sql
      << "INSERT INTO documents (doc_no, type, item, body_hash, aac002, dev_no, session_id, state, issued) "
         "VALUES (:no, :type, :item, :hash, :subject, :dev, :session, 'VALID', :now)",
      soci::use(docNo), soci::use(type), soci::use(item), soci::use(hash), soci::use(session.subject),
      soci::use(call.terminal.devNo), soci::use(session.id), soci::use(now);
  return std::move(*code);
}

void lockPerson(const Call& call, const std::string& number) {
  if (call.services.store.backend() != Backend::postgresql) return;  // SQLite has one writer
  std::string ignored;
  call.sql << "SELECT aac002 FROM persons WHERE aac002 = :number FOR NO KEY UPDATE", soci::use(number),
      soci::into(ignored);
}

}  // namespace ssc::center
