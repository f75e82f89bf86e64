// The transactions between a terminal and its center, and the center's error codes, as tables.
#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "wire/office/rows.hpp"

namespace ssc::wire::office {

/// nullptr: no transaction has this number.
const Transaction* findTransaction(std::string_view infno);
/// nullptr: no error has this number.
const ErrorRow* findError(unsigned infcode);
const ErrorRow& rowOf(ErrorCode code);

/// err_msg of an answer: the error's name, its number (seconds to wait, tries left) and where it lies, each
/// where there is one: "busy n=5", "badEnvelope at=input.item".
std::string errorText(ErrorCode code, unsigned number = 0, std::string_view where = {});
/// The number in it; 0 where there is none.
unsigned numberIn(std::string_view errorText);

/// How long a terminal waits, and how often it asks again.
struct Limits {
  std::chrono::milliseconds connect, total;
  /// What a terminal does when no answer came: nothing, send the same message again, or ask for its result
  /// (9015) before that.
  enum class Retry : std::uint8_t { none, resend, askThenResend, askOnly, backOff };
  Retry retry;
};
Limits limitsOf(Kind kind);

}  // namespace ssc::wire::office
