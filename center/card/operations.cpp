#include "center/card/operations.hpp"

#include <algorithm>
#include <array>

#include "center/ask/paper.hpp"
#include "center/identity/ecard_life.hpp"
#include "center/identity/people.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr std::uint8_t kEnabled = kCardSeen | kNewPin;

/// The holder's operations at a kiosk, and the clerk's, who has looked at face and id.
constexpr std::array kOperations{
    OperationRow{"enable", "enable", "0", "1", Doer::holder, kEnabled | kIdCardSeen | kFaceSeen, kPinChanged},
    OperationRow{"enable", "enable", "0", "1", Doer::clerk, kEnabled, kPinChanged},
    OperationRow{"loss", "", "1", "4", Doer::holder, kNothing, kList},
    OperationRow{"loss", "", "1", "4", Doer::clerk, kNothing, kList},
    OperationRow{"release", "release", "4", "1", Doer::holder, kCardSeen | kPinSeen | kFaceSeen, kUnlist},
    OperationRow{"release", "release", "4", "1", Doer::clerk, kCardSeen, kUnlist},
};

struct EvidenceWord {
  Evidence evidence;
  std::string_view word;
};
constexpr std::array kWords{EvidenceWord{kCardSeen, "card"}, EvidenceWord{kPinSeen, "pin"},
                            EvidenceWord{kFaceSeen, "face"}, EvidenceWord{kIdCardSeen, "idCard"},
                            EvidenceWord{kNewPin, "newPin"}};

/// What this message did already.
std::optional<OperationDone> doneBefore(const Call& call) {
  OperationDone done;
  long long at = 0;
  call.sql
      << "SELECT operation_no, before, after, at FROM card_operations WHERE dev_no = :dev AND msgid = :msg",
      soci::use(call.head().devNo), soci::use(call.head().msgid), soci::into(done.operationNo),
      soci::into(done.before), soci::into(done.after), soci::into(at);
  done.at = at;
  return call.sql.got_data() ? std::optional(done) : std::nullopt;
}

Answered<Card> cardFor(const Call& call, const Doing& doing) {
  auto card = doing.aaz501.empty() ? cardOf(call.sql, doing.subject) : findCard(call.sql, doing.aaz501);
  if (!card || card->owner != doing.subject) return refuse(ErrorCode::signInUnknown);
  return std::move(*card);
}

/// "aaz502.9-4": the state it is in, and the one that was wanted.
std::string pairOf(const Card& card, const OperationRow& row) {
  return "aaz502." + card.aaz502 + "-" + std::string(row.to);
}

/// False: somebody else was faster.
bool changeState(soci::session& sql, const Card& card, const OperationRow& row) {
  const std::string from(row.from), to(row.to);
  std::string changed;
  sql << "UPDATE cards SET aaz502 = :to WHERE aaz501 = :card AND aaz502 = :from RETURNING aaz501",
      soci::use(to), soci::use(card.aaz501), soci::use(from), soci::into(changed);
  return sql.got_data();
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : " ") + word;
  return text;
}

void writeDown(const Call& call, const Doing& doing, const Card& card, const OperationDone& done) {
  const std::string name(doing.row.name), evidence = joined(evidenceWords(doing.evidence));
  const long long at = done.at;
  call.sql
      << "INSERT INTO card_operations (operation_no, operation, aaz501, aac002, presenter, before, after, "
         "evidence, reason, operator, staff_no, dev_no, msgid, session_id, at) VALUES (:no, :name, :card, "
         ":subject, :presenter, :before, :after, :evidence, :reason, :operator, :staff, :dev, :msg, "
         ":session, "
         ":at)",
      soci::use(done.operationNo), soci::use(name), soci::use(card.aaz501), soci::use(doing.subject),
      soci::use(doing.presenter), soci::use(done.before), soci::use(done.after), soci::use(evidence),
      soci::use(doing.reason), soci::use(call.head().opter), soci::use(doing.staffNo),
      soci::use(call.head().devNo), soci::use(call.head().msgid), soci::use(doing.sessionId), soci::use(at);
}

void applyEffects(const Call& call, const Doing& doing, const Card& card, const OperationDone& done) {
  const long long at = done.at;
  const std::string name(doing.row.name);
  if ((doing.row.effects & kList) != 0)
    call.sql
        << "INSERT INTO stop_list (operation_no, aaz501, aaz500, reason, since) VALUES (:no, :card, :number, "
           ":reason, :at)",
        soci::use(done.operationNo), soci::use(card.aaz501), soci::use(card.aaz500), soci::use(name),
        soci::use(at);
  if ((doing.row.effects & kUnlist) != 0)
    call.sql << "UPDATE stop_list SET ended = :at WHERE aaz501 = :card AND ended = 0", soci::use(at),
        soci::use(card.aaz501);
  if ((doing.row.effects & kPinChanged) != 0)
    call.sql << "UPDATE cards SET initial_pin = '0' WHERE aaz501 = :card", soci::use(card.aaz501);
  followCardState(call.services, call.sql, card.aaz501);
}

}  // namespace

const OperationRow* findOperation(std::string_view name, Doer doer) {
  const auto row = std::ranges::find_if(
      kOperations, [&](const OperationRow& each) { return each.name == name && each.doer == doer; });
  return row == kOperations.end() ? nullptr : &*row;
}

std::vector<std::string> evidenceWords(std::uint8_t evidence) {
  std::vector<std::string> words;
  for (const EvidenceWord& row : kWords)
    if ((evidence & row.evidence) != 0) words.emplace_back(row.word);
  return words;
}

Answered<std::uint8_t> evidenceOf(const std::vector<std::string>& words) {
  std::uint8_t evidence = kNothing;
  for (const std::string& word : words) {
    const auto row = std::ranges::find(kWords, std::string_view(word), &EvidenceWord::word);
    if (row == kWords.end()) return refuse(ErrorCode::badEnvelope, 0, "input.evidence");
    evidence = static_cast<std::uint8_t>(evidence | row->evidence);
  }
  return evidence;
}

std::string_view missingEvidence(std::uint8_t needed, std::uint8_t seen) {
  for (const EvidenceWord& row : kWords)
    if ((needed & row.evidence) != 0 && (seen & row.evidence) == 0) return row.word;
  return {};
}

Answered<OperationDone> operate(const Call& call, const Doing& doing) {
  if (auto before = doneBefore(call)) return std::move(*before);
  const auto card = cardFor(call, doing);
  if (!card) return tl::unexpected(card.error());
  // The state first: whoever cannot do it anyway need not show their face.
  if (card->aaz502 != doing.row.from) return refuse(ErrorCode::cardState, 0, pairOf(*card, doing.row));
  if (const auto missing = missingEvidence(doing.row.needs, doing.evidence); !missing.empty())
    return refuse(ErrorCode::levelTooLow, 0, std::string(missing));
  auto number = numberOfTheDay(call, "card operation", "KC");
  if (!number) return tl::unexpected(number.error());
  if (!changeState(call.sql, *card, doing.row))
    return refuse(ErrorCode::cardState, 0, pairOf(*card, doing.row));
  OperationDone done{std::move(*number), std::string(doing.row.from), std::string(doing.row.to), call.at()};
  writeDown(call, doing, *card, done);
  applyEffects(call, doing, *card, done);
  return done;
}

}  // namespace ssc::center
