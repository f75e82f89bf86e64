// Forms that a person fills in, as rules: what may stand in which field. Terminal and center check values by
// the same rows, so what the one accepts the other does not refuse. The rows come from hostlib/catalogue/data
// through tools/generate_forms.py; all views lead into constant tables that live as long as the program.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ssc::form {

/// How a value is written. UTF-8 without control characters, except that a text may have line ends.
enum class Shape : std::uint8_t {
  text,
  code,     ///< one of a list; without a list a word of small letters, digits and _
  count,    ///< a whole number
  decimal,  ///< up to two decimals; bounds are in hundredths
  date,     ///< yyyy-MM-dd, a day that there is
  month,    ///< yyyy-MM
  year,     ///< yyyy
  time,     ///< yyyy-MM-dd HH:mm
  flag,     ///< yes, no
};

inline constexpr std::int64_t kNoMin = std::numeric_limits<std::int64_t>::min();
inline constexpr std::int64_t kNoMax = std::numeric_limits<std::int64_t>::max();

/// What may stand in one field.
struct Rule {
  std::string_view id;  ///< of the catalogue's field
  Shape shape;
  bool required, personal, past;  ///< personal: sealed on its way to the center
  std::uint16_t most;             ///< characters; 0: the shape says it
  std::int64_t min, max;
  std::span<const std::string_view> codes;
  /// One of them fits: d a digit, w a letter, digit or hyphen, x* any number of x; anything else is itself.
  std::span<const std::string_view> masks;
};

/// A date that must not be later than another.
struct Order {
  std::string_view before, after;
};

struct Form {
  std::string_view item;      ///< catalogue id
  std::uint8_t level;         ///< of the session that hands it in
  std::string_view who;       ///< who may: self, family, agent, unit, joined by blanks
  bool physical, electronic;  ///< forms of the card
  std::span<const Rule> fields;
  std::span<const Order> orders;
};
std::span<const Form> forms();
/// nullptr: the item has none.
const Form* findForm(std::string_view item);
/// What a correction of a record says: row, field, text.
const Form& recordForm();
/// nullptr: the form has no such field.
const Rule* findRule(const Form& form, std::string_view field);

struct Value {
  std::string id, value;
};

/// What is wrong with a value.
enum class Fault : std::uint8_t {
  unknown,
  twice,
  missing,
  form,
  tooLong,
  tooSmall,
  tooLarge,
  notListed,
  inFuture,
  order,
};

struct Problem {
  std::string field;
  Fault fault;
  std::string bound;  ///< tooLong, tooSmall, tooLarge: which
};

/// Everything that is wrong, in the order of the form; empty: it can be handed in. `today`: yyyy-MM-dd.
std::vector<Problem> check(const Form& form, std::span<const Value> values, std::string_view today);

/// Whether a text has the form of a mask.
bool fitsMask(std::string_view mask, std::string_view text);

}  // namespace ssc::form
