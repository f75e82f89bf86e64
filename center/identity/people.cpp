#include "center/identity/people.hpp"

#include <algorithm>
#include <array>

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

struct StateRow {
  std::string_view state;
  ErrorCode code;
};
constexpr std::array kClosed{
    StateRow{"0", ErrorCode::cardNotEnabled}, StateRow{"2", ErrorCode::cardLost},
    StateRow{"3", ErrorCode::cardLocked},     StateRow{"4", ErrorCode::cardLost},
    StateRow{"9", ErrorCode::cardCancelled},
};

std::optional<Card> cardWhere(soci::session& sql, const std::string& condition, const std::string& key) {
  Card card;
  std::string initial;
  sql << "SELECT aaz500, aaz501, aaz502, aaz508, aab301, kzt, issued, expires, aac002, initial_pin FROM "
         "cards WHERE " +
             condition,
      soci::use(key, "key"), soci::into(card.aaz500), soci::into(card.aaz501), soci::into(card.aaz502),
      soci::into(card.aaz508), soci::into(card.aab301), soci::into(card.kzt), soci::into(card.issued),
      soci::into(card.expires), soci::into(card.owner), soci::into(initial);
  if (!sql.got_data()) return std::nullopt;
  card.initialPin = initial == "1";
  return card;
}

}  // namespace

std::optional<Person> findPerson(soci::session& sql, const std::string& number) {
  std::string name, mobile, deadOn;
  sql << "SELECT aac003, aac067, dead_on FROM persons WHERE aac002 = :number", soci::use(number),
      soci::into(name), soci::into(mobile), soci::into(deadOn);
  if (!sql.got_data()) return std::nullopt;
  return Person{crypto::Personal(number), crypto::Personal(std::move(name)),
                crypto::Personal(std::move(mobile)), !deadOn.empty()};
}

std::optional<Card> findCard(soci::session& sql, const std::string& cardId) {
  return cardWhere(sql, "aaz501 = :key", cardId);
}

std::optional<Card> cardOf(soci::session& sql, const std::string& number) {
  return cardWhere(
      sql, "aac002 = :key ORDER BY CASE WHEN aaz502 = '1' THEN 0 ELSE 1 END, issued DESC, aaz501 LIMIT 1",
      number);
}

void setCardState(soci::session& sql, const std::string& cardId, const std::string& state) {
  sql << "UPDATE cards SET aaz502 = :state WHERE aaz501 = :card", soci::use(state), soci::use(cardId);
}

Answered<void> checkCardState(const std::string& aaz502) {
  if (aaz502 == "1") return {};
  const auto row =
      std::find_if(kClosed.begin(), kClosed.end(), [&](const StateRow& r) { return r.state == aaz502; });
  return refuse(row == kClosed.end() ? ErrorCode::notPossible : row->code);
}

bool isRelation(std::string_view code) {
  constexpr std::array<std::string_view, 9> kRelations{"1", "21", "22", "31", "32", "4", "6", "7", "8"};
  return std::ranges::find(kRelations, code) != kRelations.end();
}

std::string maskedName(const crypto::Personal& name) {
  const std::string& text = name.reveal();
  std::size_t first = text.empty() ? 0 : 1;
  while (first < text.size() && (static_cast<unsigned char>(text[first]) & 0xC0U) == 0x80U)
    ++first;
  return "*" + text.substr(first);
}

}  // namespace ssc::center
