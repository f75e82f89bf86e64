// The numbers an issuer gives a test card: the authentication code that ends the card identification code,
// and the check character that ends the card number.
#pragma once

#include <optional>
#include <string_view>

#include "keys-sim/keys/session.hpp"
#include "keys-sim/keys/test_roots.hpp"

namespace ssc::sim {

/// The code over region || D156000005 || serial (12 bytes). A convention of this project: the real formula is
/// not public.
CryptoResult<Mac> authenticationCode(const TestRoots& roots, Algorithm environment,
                                     ByteView identification12);

/// The ninth character of a card number from the first eight (digits and upper-case letters): weights 3 7 9
/// 10 5 8 4 2, 11 - sum mod 11, where 10 is X and 11 is 0. Empty when `body` is something else.
std::optional<char> cardNumberCheck(std::string_view body);

/// The eighteenth character of a citizen's number from the first seventeen digits (GB 11643).
std::optional<char> citizenNumberCheck(std::string_view body);

}  // namespace ssc::sim
