#include "center/gate/services.hpp"

namespace ssc::center {

wire::TimePoint SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Answered<std::string> randomId(crypto::RandomSource& random, std::size_t bytes) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  crypto::Bytes drawn(bytes);
  if (!random.fill(drawn)) return refuse(wire::office::ErrorCode::storage);
  std::string text;
  for (const std::uint8_t byte : drawn) {
    text += kDigits[byte >> 4U];
    text += kDigits[byte & 0x0FU];
  }
  return text;
}

Refusal refusalOf(const StoreError& error) {
  constexpr unsigned kWait = 2;  // seconds
  if (error.fault == StoreFault::busy) return {wire::office::ErrorCode::busy, kWait, {}};
  return {wire::office::ErrorCode::storage, 0, {}};
}

}  // namespace ssc::center
