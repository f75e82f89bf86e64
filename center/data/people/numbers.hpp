// Numbers of people and cards with their check characters.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace ssc::center {

/// The check character after 17 digits: GB 11643, ISO 7064 MOD 11-2.
char citizenCheckCharacter(std::string_view digits17);
/// The check character after 8 characters of 0-9 A-Z: the rule of GB 11714.
char cardCheckCharacter(std::string_view characters8);

/// Area, birth date as yyyyMMdd, order of the day (1 to 999; odd for men).
std::string citizenNumber(std::string_view area, std::string_view birthDate, unsigned order);
/// A letter, seven digits, the check character.
std::string cardNumber(char series, std::uint32_t serial);
/// 32 hexadecimal digits: area, registered application provider and class, serial, authentication code.
std::string cardIdentification(std::string_view area, std::uint32_t serial, std::uint32_t authentication);

}  // namespace ssc::center
