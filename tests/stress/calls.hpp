// What a program does with the two libraries, as rows: each call has a name, and gives the result that its
// caller sees.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace ssc::stress {

/// A result, and whether everything around the buffer was left alone.
struct Answer {
  std::int64_t code = 0;
  bool intact = true;
};

struct CallRow {
  std::string_view name;
  std::int64_t usual;  ///< what it gives when nothing fails
  Answer (*run)();
  bool debits = false;  ///< what it does to the card is a debit
};

std::span<const CallRow> callRows();
/// The basic read: what every other call must leave possible. Its text is compared with the first one's.
Answer readAsBefore();

}  // namespace ssc::stress
