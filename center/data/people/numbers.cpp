#include "center/data/people/numbers.hpp"

#include <array>

namespace ssc::center {
namespace {

constexpr std::string_view kProvider = "D156000005";

std::string padded(std::uint32_t value, std::size_t width, unsigned base) {
  std::string text(width, '0');
  for (auto i = width; i-- > 0 && value != 0; value /= base)
    text[i] = "0123456789ABCDEF"[value % base];
  return text;
}

unsigned characterValue(char c) {
  return c <= '9' ? static_cast<unsigned>(c - '0') : static_cast<unsigned>(c - 'A') + 10;
}

}  // namespace

char citizenCheckCharacter(std::string_view digits17) {
  unsigned remainder = 0;  // Horner's way: the weights are the powers of 2
  for (const char digit : digits17)
    remainder = (remainder + static_cast<unsigned>(digit - '0')) * 2 % 11;
  const unsigned check = (12 - remainder) % 11;
  return check == 10 ? 'X' : static_cast<char>('0' + check);
}

char cardCheckCharacter(std::string_view characters8) {
  static constexpr std::array kWeights{3U, 7U, 9U, 10U, 5U, 8U, 4U, 2U};
  unsigned sum = 0;
  for (std::size_t i = 0; i < kWeights.size(); ++i)
    sum += kWeights[i] * characterValue(characters8[i]);
  const unsigned check = 11 - sum % 11;
  if (check == 10) return 'X';
  return check == 11 ? '0' : static_cast<char>('0' + check);
}

std::string citizenNumber(std::string_view area, std::string_view birthDate, unsigned order) {
  std::string number(area);
  number += birthDate;
  number += padded(order, 3, 10);
  return number + citizenCheckCharacter(number);
}

std::string cardNumber(char series, std::uint32_t serial) {
  const std::string number = series + padded(serial, 7, 10);
  return number + cardCheckCharacter(number);
}

std::string cardIdentification(std::string_view area, std::uint32_t serial, std::uint32_t authentication) {
  return std::string(area) + std::string(kProvider) + padded(serial, 8, 16) + padded(authentication, 8, 16);
}

}  // namespace ssc::center
