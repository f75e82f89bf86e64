// District profiles: what one site offers. The rows come from hostlib/catalogue/districts.
#pragma once

#include "hostlib/catalogue/catalogue.hpp"

namespace ssc::catalogue {

/// Where a PIN is entered. `screen` is for the simulation only: each PIN screen must say so.
enum class PinEntry : std::uint8_t { pad, screen };

/// A bank of the simulated world: 901 to 903.
struct Bank {
  std::string_view code;
  Text name;
};

struct Limits {
  unsigned printsPerMonth;  ///< certificates taken by one person
  unsigned offlineEach;     ///< fen, one offline settlement
  unsigned offlineTotal;    ///< fen, one card between online contacts
  unsigned offlineCount;    ///< settlements, one card between online contacts
  unsigned paymentPerDay;   ///< fen, one person
  unsigned idleSeconds;     ///< no touch, until the session closes
  unsigned sessionSeconds;  ///< at most
};

struct DistrictTexts {
  Text welcome, notice, help;
};

struct District {
  std::string_view id;  ///< "liangping", "yongzhou"
  Text name;
  const Catalogue* catalogue;  ///< the only one it shows
  std::string_view area;       ///< six digits, 9999xx: an area that does not exist
  Bank bank;
  PinEntry pin;
  std::string_view helpLine;
  Limits limits;
  DistrictTexts texts;
};

std::span<const District> districts();
/// nullptr when there is none.
const District* findDistrict(std::string_view id);

}  // namespace ssc::catalogue
