// What somebody types, against every way of naming an item. One row per way; the first that fits is the rank.
#include <array>
#include <charconv>
#include <utility>

#include "hostlib/catalogue/ascii.hpp"
#include "hostlib/catalogue/selection.hpp"

namespace ssc::catalogue {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kWideBlank = "\u3000";

std::string_view numberOf(const Item& item) {
  return item.id.substr(item.id.rfind('-') + 1);
}

// The value of a text of digits only; -1 for any other.
int valueOf(std::string_view digits) {
  int value = -1;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return error == std::errc{} && end == digits.data() + digits.size() ? value : -1;
}

bool isId(const Item& item, std::string_view word) {
  return equalLetters(item.id, word);
}

bool isNumber(const Item& item, std::string_view word) {
  const int value = valueOf(word);
  return value >= 0 && value == valueOf(numberOf(item));
}

bool beginsName(const Item& item, std::string_view word) {
  return item.name.zh.starts_with(word) || beginsWith(item.name.en, word);
}

bool beginsInitials(const Item& item, std::string_view word) {
  return beginsWith(item.initials, word);
}

bool inName(const Item& item, std::string_view word) {
  return item.name.zh.find(word) != std::string_view::npos || hasWord(item.name.en, word);
}

bool inInitials(const Item& item, std::string_view word) {
  for (std::size_t i = 1; i < item.initials.size(); ++i) {
    if (beginsWith(item.initials.substr(i), word)) return true;
  }
  return false;
}

bool beginsId(const Item& item, std::string_view word) {
  return beginsWith(item.id, word) || (isDigit(word[0]) && numberOf(item).starts_with(word));
}

bool inFields(const Item& item, std::string_view word) {
  return std::ranges::any_of(item.fields, [&](const Field& field) {
    return field.label.zh.find(word) != std::string_view::npos || hasWord(field.label.en, word);
  });
}

constexpr std::array kWays{isId,   isNumber,   beginsName, beginsInitials,
                           inName, inInitials, beginsId,   inFields};
constexpr std::size_t kNotFound = kWays.size();

std::size_t rankOf(const Item& item, std::string_view word) {
  std::size_t rank = 0;
  while (rank < kWays.size() && !kWays.at(rank)(item, word))
    ++rank;
  return rank;
}

std::vector<std::string_view> wordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const std::size_t end = std::min({text.find_first_of(kBlanks), text.find(kWideBlank), text.size()});
    if (end > 0) words.push_back(text.substr(0, end));
    text.remove_prefix(end);
    if (text.starts_with(kWideBlank)) {
      text.remove_prefix(kWideBlank.size());
    } else if (!text.empty()) {
      text.remove_prefix(1);
    }
  }
  return words;
}

std::optional<std::size_t> rankOfAll(const Item& item, const std::vector<std::string_view>& words) {
  std::size_t sum = 0;
  for (const std::string_view word : words) {
    const std::size_t rank = rankOf(item, word);
    if (rank == kNotFound) return std::nullopt;
    sum += rank;
  }
  return sum;
}

}  // namespace

Items search(std::string_view text) {
  const auto words = wordsOf(text);
  if (words.empty()) return {};
  std::vector<std::pair<std::size_t, const Item*>> ranked;
  for (const Item& item : items()) {
    if (const auto rank = rankOfAll(item, words)) ranked.emplace_back(*rank, &item);
  }
  std::ranges::sort(ranked);  // equal ranks: in the printed order, as the items lie
  Items found;
  for (const auto& [rank, item] : ranked)
    found.push_back(item);
  return found;
}

}  // namespace ssc::catalogue
