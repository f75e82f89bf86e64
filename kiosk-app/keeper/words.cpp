#include "kiosk-app/keeper/words.hpp"

#include <algorithm>
#include <array>

namespace ssc::kiosk::keeper {
namespace {

using namespace std::literals;

constexpr std::array kWords = {"ready"sv, "alive"sv, "shown"sv,   "busy"sv,
                               "free"sv,  "left"sv,  "blocked"sv, "failed"sv};
constexpr std::array kReasons = {"none"sv,    "arguments"sv, "configuration"sv, "profile"sv, "texts"sv,
                                 "screens"sv, "display"sv,   "storage"sv,       "internal"sv};
constexpr std::string_view kFailed = "failed ";

template <class Named, std::size_t size>
std::optional<Named> find(const std::array<std::string_view, size>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Named>(found - names.begin());
}

std::optional<Message> parseFailure(std::string_view name) {
  const auto reason = find<Reason>(kReasons, name);
  if (!reason || *reason == Reason::none) return std::nullopt;
  return Message{Word::failed, *reason};
}

}  // namespace

std::optional<Message> parseMessage(std::string_view line) {
  if (line.starts_with(kFailed)) return parseFailure(line.substr(kFailed.size()));
  const auto word = find<Word>(kWords, line);
  if (!word || *word == Word::failed) return std::nullopt;
  return Message{*word, Reason::none};
}

std::string_view toText(Word word) {
  return kWords.at(static_cast<std::size_t>(word));
}

std::string_view toText(Reason reason) {
  return kReasons.at(static_cast<std::size_t>(reason));
}

}  // namespace ssc::kiosk::keeper
