// What a visit may say to its keeper (docs/kiosk/keeper.md): words of two short lists, nothing else. A line
// that is not one of them, letter by letter, is refused, so nothing personal can travel here.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace ssc::kiosk::keeper {

/// Longest line in bytes, its line feed included.
inline constexpr std::size_t kLongestLine = 64;

enum class Word { ready, alive, shown, busy, free, left, blocked, failed };

/// Why a visit cannot work; goes with `failed` only.
enum class Reason { none, arguments, configuration, profile, texts, screens, display, storage, internal };

struct Message {
  Word word = Word::alive;
  Reason reason = Reason::none;
  bool operator==(const Message&) const = default;
};

/// A line without its line feed; nothing where it is none of those agreed on.
std::optional<Message> parseMessage(std::string_view line);

std::string_view toText(Word word);
std::string_view toText(Reason reason);

}  // namespace ssc::kiosk::keeper
