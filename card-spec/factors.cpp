#include "card-spec/factors.hpp"

#include <algorithm>

namespace ssc::cardspec {
namespace {

constexpr std::size_t kRegionDigits = 6;

bool isRegion(std::string_view text) {
  const auto isDigit = [](char c) { return c >= '0' && c <= '9'; };
  return text.size() == kRegionDigits && std::all_of(text.begin(), text.end(), isDigit);
}

Factor factorOf(std::string_view digits, std::string_view suffix) {
  Factor factor{};
  const auto end = std::copy(digits.begin(), digits.end(), factor.begin());
  std::copy(suffix.begin(), suffix.end(), end);
  return factor;
}

}  // namespace

std::optional<Factor> provinceFactor(std::string_view region) {
  if (!isRegion(region)) return std::nullopt;
  return factorOf(region.substr(0, 2), "0000sh");
}

std::optional<Factor> cityFactor(std::string_view region) {
  if (!isRegion(region)) return std::nullopt;
  return factorOf(region, "sx");
}

std::optional<Factor> cardFactor(std::span<const std::uint8_t> historicalBytes) {
  Factor factor{};
  if (historicalBytes.size() < factor.size()) return std::nullopt;
  std::ranges::copy(historicalBytes.last(factor.size()), factor.begin());
  return factor;
}

}  // namespace ssc::cardspec
