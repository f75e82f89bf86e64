#include "center/gate/counter_window.hpp"

namespace ssc::center {
namespace {

constexpr std::string_view kDigits = "0123456789ABCDEF";
constexpr std::size_t kDigitBits = 4;

}  // namespace

std::optional<CounterWindow> CounterWindow::fromStored(std::int64_t highest, std::string_view window) {
  CounterWindow result;
  if (highest < 0) return result;
  if (window.size() != kSize / kDigitBits) return std::nullopt;
  for (std::size_t i = 0; i < window.size(); ++i) {
    const auto digit = kDigits.find(window[i]);
    if (digit == std::string_view::npos) return std::nullopt;
    for (std::size_t bit = 0; bit < kDigitBits; ++bit)
      result.seen_[i * kDigitBits + bit] = (digit >> bit & 1U) != 0;
  }
  result.highest_ = highest;
  return result;
}

bool CounterWindow::take(std::uint64_t counter) {
  const auto value = static_cast<std::int64_t>(counter);  // the message allows 18 decimal digits
  if (value > highest_) {
    const auto step = static_cast<std::uint64_t>(value - highest_);
    seen_ = highest_ < 0 || step >= kSize ? std::bitset<kSize>{} : seen_ << step;
    highest_ = value;
    seen_[0] = true;
    return true;
  }
  const auto below = static_cast<std::uint64_t>(highest_ - value);
  if (below >= kSize || seen_[below]) return false;
  seen_[below] = true;
  return true;
}

std::string CounterWindow::window() const {
  std::string text;
  for (std::size_t i = 0; i < kSize; i += kDigitBits) {
    std::size_t digit = 0;
    for (std::size_t bit = 0; bit < kDigitBits; ++bit)
      digit |= (seen_[i + bit] ? std::size_t{1} : 0U) << bit;
    text += kDigits[digit];
  }
  return text;
}

}  // namespace ssc::center
