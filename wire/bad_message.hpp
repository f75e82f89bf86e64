// Why a message cannot be used.
#pragma once

#include <string>

namespace ssc::wire {

/// Where a message is wrong, and what. Never contains a value of the message.
struct BadMessage {
  std::string place;  ///< member name, "byte N" of a syntax error, empty for the whole message
  std::string what;

  [[nodiscard]] std::string text() const { return place.empty() ? what : place + ": " + what; }
};

}  // namespace ssc::wire
