#include "center/gateway/sample_ecards.hpp"

#include <algorithm>

#include "center/data/people/sample_holders.hpp"
#include "center/gateway/phones.hpp"
#include "center/identity/ecard_life.hpp"
#include "center/identity/logins.hpp"
#include "center/identity/people.hpp"
#include "wire/gateway.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

namespace {

constexpr std::string_view kPhonePrefix = "SIMPHONE-";

/// The value of a column; the columns' names are separated by a comma and a space, or a comma.
std::string valueOf(const SampleRow& row, std::string_view column) {
  std::string_view rest = row.columns;
  for (const std::string_view value : row.values) {
    const auto comma = rest.find(',');
    if (rest.substr(0, comma) == column) return std::string(value);
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  }
  return {};
}

struct SampleCard {
  std::string cardId, accessId;
};

/// The letter is that of the card: they stand in the file in the order of the alphabet.
std::vector<SampleCard> sampleCards(std::string_view area) {
  std::vector<SampleCard> cards;
  char letter = 'A';
  for (const SampleRow& row : sampleRows()) {
    if (row.table != "cards") continue;
    if (row.area == area) cards.push_back({valueOf(row, "aaz501"), std::string(kPhonePrefix) + letter});
    ++letter;
  }
  return cards;
}

bool isUsable(soci::session& sql, const SampleCard& sample) {
  const auto card = findCard(sql, sample.cardId);
  const auto holder = card ? findPerson(sql, card->owner) : std::nullopt;
  return holder && !holder->dead && card->aaz502 == "1";
}

Answered<std::string> issued(const Services& services, soci::session& sql, const std::string& cardId) {
  const crypto::SecretBytes password(crypto::bytesOf(kTestPassword));
  const auto card = findCard(sql, cardId);
  const auto ecards = ecardsOf(sql, card->owner);
  const auto there =
      std::find_if(ecards.begin(), ecards.end(), [&](const Ecard& each) { return each.cardId == cardId; });
  if (there != ecards.end() && there->state != "CLOSED") return there->signNo;
  return issueEcard(services, sql, cardId, password);
}

/// Whether a phone was made.
Answered<bool> equip(const Services& services, soci::session& sql, const SampleCard& sample) {
  if (!isUsable(sql, sample)) return false;
  const auto signNo = issued(services, sql, sample.cardId);
  if (!signNo) return tl::unexpected(signNo.error());
  if (findPhone(services, sql, sample.accessId)) return false;
  const auto secret = wire::gateway::testSecret(sample.accessId);
  if (!secret) return refuse(ErrorCode::storage);
  const auto ecard = findEcard(sql, *signNo);
  if (!ecard) return refuse(ErrorCode::storage);
  if (auto added = addPhone(services, sql, ecard->owner, sample.accessId, *secret); !added)
    return tl::unexpected(added.error());
  if (auto held = holdEcard(sql, sample.accessId, *signNo, "0"); !held) return tl::unexpected(held.error());
  return true;
}

}  // namespace

Answered<unsigned> issueSampleEcards(const Services& services) {
  const auto done = services.store.write(Durability::safe, [&](soci::session& sql) -> Answered<unsigned> {
    unsigned made = 0;
    for (const SampleCard& sample : sampleCards(services.rules.area)) {
      const auto equipped = equip(services, sql, sample);
      if (!equipped) return tl::unexpected(equipped.error());
      made += *equipped ? 1U : 0U;
    }
    return made;
  });
  return done ? *done : tl::unexpected(refusalOf(done.error()));
}

}  // namespace ssc::center
