#include "wire/settlement/stop_list.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>
#include <optional>

#include "crypto/hex.hpp"
#include "wire/code_parts.hpp"
#include "wire/settlement/symbols.hpp"

namespace ssc::wire::settlement {
namespace {

constexpr std::string_view kTitle = "SSC-STOP-LIST|1|";
constexpr std::size_t kIdentifier = 32, kLine = 1 + kIdentifier, kDigest = 64;

tl::unexpected<BadMessage> bad(std::string_view place, std::string_view what) {
  return tl::unexpected(BadMessage{std::string(place), std::string(what)});
}

std::optional<StopListed> identifierFrom(std::string_view text) {
  if (!consistsOf(text, kUpperHex, kIdentifier)) return std::nullopt;
  const auto bytes = crypto::fromHex(text);
  StopListed card{};
  std::ranges::copy(*bytes, card.begin());
  return card;
}

/// Identifiers have much in common in front; every bit counts for the place.
std::uint64_t hashOf(const StopListed& card) {
  std::uint64_t a = 0, b = 0;
  std::memcpy(&a, card.data(), sizeof a);
  std::memcpy(&b, card.data() + sizeof a, sizeof b);
  std::uint64_t mixed = (a ^ std::rotl(b, 29)) * 0x9E3779B97F4A7C15U;
  mixed = (mixed ^ (mixed >> 32U) ^ b) * 0xD6E8FEB86659FD93U;
  return mixed ^ (mixed >> 29U);
}

tl::expected<std::string, BadMessage> digestOf(const std::vector<StopListed>& cards) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(cards.data());
  const auto digest = crypto::sm3({bytes, cards.size() * sizeof(StopListed)});
  if (!digest) return bad("digest", "cannot be computed");
  return crypto::toLowerHex(*digest);
}

struct Head {
  std::string_view area;
  std::uint32_t version = 0, since = 0, entries = 0;
  std::string_view digest;
};

tl::expected<Head, BadMessage> headOf(std::string_view line) {
  if (!line.starts_with(kTitle)) return bad("", "is no stop-list");
  const auto parts = partsOf<5>(line.substr(kTitle.size()), '|');
  if (!parts) return bad("", "has not seven fields");
  const auto& fields = *parts;
  const auto version = decimal(fields[1]), since = decimal(fields[2]), entries = decimal(fields[3]);
  if (!version || *version == 0) return bad("version", "must be a number from 1");
  if (!since || *since >= *version) return bad("since", "must be an earlier version");
  if (!entries || *entries > StopList::kMost) return bad("entries", "are too many");
  if (!consistsOf(fields[4], kLowerHex, kDigest)) return bad("digest", "must be 64 hexadecimal digits");
  return Head{fields[0], *version, *since, *entries, fields[4]};
}

struct Change {
  std::vector<StopListed> added, removed;  // each in order, nobody twice
};

tl::expected<Change, BadMessage> changeIn(std::string_view text) {
  Change change;
  for (std::size_t number = 2; !text.empty(); ++number) {
    const auto where = [&] { return "line " + std::to_string(number); };
    if (text.size() < kLine + 1 || text[kLine] != '\n') return bad(where(), "is no entry");
    const auto card = identifierFrom(text.substr(1, kIdentifier));
    if (!card || (text.front() != '+' && text.front() != '-')) return bad(where(), "is no entry");
    auto& cards = text.front() == '+' ? change.added : change.removed;
    if (!cards.empty() && !(cards.back() < *card)) return bad(where(), "is not in order");
    cards.push_back(*card);
    if (cards.size() > StopList::kMost) return bad(where(), "is one too many");
    text.remove_prefix(kLine + 1);
  }
  return change;
}

}  // namespace

bool StopList::contains(const StopListed& card) const {
  if (places_.empty()) return false;
  const std::size_t mask = places_.size() - 1;
  for (std::size_t at = hashOf(card) & mask; places_[at] != 0; at = (at + 1) & mask)
    if (entries_[places_[at] - 1] == card) return true;
  return false;
}

bool StopList::contains(std::string_view aaz501) const {
  const auto card = identifierFrom(aaz501);
  return card && contains(*card);
}

/// At most half full: a search ends after one or two steps.
void StopList::index() {
  places_.assign(std::bit_ceil(std::max<std::size_t>(16, 2 * entries_.size())), 0);
  const std::size_t mask = places_.size() - 1;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    std::size_t at = hashOf(entries_[i]) & mask;
    while (places_[at] != 0)
      at = (at + 1) & mask;
    places_[at] = static_cast<std::uint32_t>(i + 1);
  }
}

tl::expected<StopList, BadMessage> StopList::with(std::string_view text,
                                                  const crypto::Sm2Signature& signature,
                                                  const crypto::Sm2PublicKey& center,
                                                  std::string_view area) const {
  const auto line = signedLine(text);
  if (!center.verify(crypto::bytesOf(line), signature)) return bad("signature", "is not the center's");
  const auto head = headOf(line);
  if (!head) return tl::unexpected(head.error());
  if (head->area != area) return bad("area", "is another one");
  if (head->since != 0 && head->since != version_) return bad("since", "is not the version that is here");
  if (head->version <= version_) return bad("version", "is not newer");
  const auto change = changeIn(text.substr(std::min(line.size() + 1, text.size())));
  if (!change) return tl::unexpected(change.error());
  StopList next;
  next.version_ = head->version;
  const std::vector<StopListed> none;
  const auto& before = head->since == 0 ? none : entries_;
  std::vector<StopListed> kept;
  kept.reserve(before.size());
  std::ranges::set_difference(before, change->removed, std::back_inserter(kept));
  next.entries_.reserve(kept.size() + change->added.size());
  std::ranges::set_union(kept, change->added, std::back_inserter(next.entries_));
  const auto digest = digestOf(next.entries_);
  if (!digest) return tl::unexpected(digest.error());
  if (next.entries_.size() != head->entries || *digest != head->digest)
    return bad("digest", "is not that of the list as it would be");
  next.index();
  return next;
}

std::string stopListText(std::string_view area, std::uint32_t version, const StopList* before,
                         std::vector<StopListed> cards) {
  std::ranges::sort(cards);
  cards.erase(std::unique(cards.begin(), cards.end()), cards.end());
  const std::vector<StopListed> none;
  const auto& old = before != nullptr ? before->entries_ : none;
  std::vector<StopListed> added, removed;
  std::ranges::set_difference(cards, old, std::back_inserter(added));
  std::ranges::set_difference(old, cards, std::back_inserter(removed));
  std::string text = std::string(kTitle) + std::string(area) + '|' + std::to_string(version) + '|' +
                     std::to_string(before != nullptr ? before->version() : 0) + '|' +
                     std::to_string(cards.size()) + '|' + digestOf(cards).value_or("") + '\n';
  text.reserve(text.size() + (kLine + 1) * (added.size() + removed.size()));
  const auto put = [&](char sign, const std::vector<StopListed>& list) {
    for (const StopListed& card : list)
      text.append(1, sign).append(crypto::toHex(card)).push_back('\n');
  };
  put('+', added);
  put('-', removed);
  return text;
}

std::string_view signedLine(std::string_view text) {
  return text.substr(0, text.find('\n'));
}

}  // namespace ssc::wire::settlement
