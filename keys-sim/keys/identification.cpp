#include "keys-sim/keys/identification.hpp"

#include <array>
#include <cctype>

namespace ssc::sim {
namespace {

std::optional<unsigned> characterValue(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A') + 10;
  return std::nullopt;
}

template <std::size_t N>
std::optional<unsigned> weightedSum(std::string_view body, const std::array<unsigned, N>& weights) {
  if (body.size() != N) return std::nullopt;
  unsigned sum = 0;
  for (std::size_t i = 0; i < N; ++i) {
    const auto value = characterValue(body[i]);
    if (!value) return std::nullopt;
    sum += *value * weights[i];
  }
  return sum;
}

// The DES code is made by a session key because a card MAC takes an 8-byte key there.
CryptoResult<Key> codeKey(const TestRoots& roots, Algorithm environment) {
  auto root = roots.root(environment, "CAC");
  if (!root || environment == Algorithm::sm4) return root;
  return sessionKey(environment, *root, Bytes(8));
}

}  // namespace

CryptoResult<Mac> authenticationCode(const TestRoots& roots, Algorithm environment,
                                     ByteView identification12) {
  if (identification12.size() != 12) return tl::unexpected(CryptoError::badLength);
  const auto key = codeKey(roots, environment);
  if (!key) return tl::unexpected(key.error());
  return cardMac(environment, *key, identification12);
}

std::optional<char> cardNumberCheck(std::string_view body) {
  const auto sum = weightedSum(body, std::array<unsigned, 8>{3, 7, 9, 10, 5, 8, 4, 2});
  if (!sum) return std::nullopt;
  constexpr std::string_view kCheck = "0X987654321";  // index: sum mod 11
  return kCheck[*sum % 11];
}

std::optional<char> citizenNumberCheck(std::string_view body) {
  const auto sum =
      weightedSum(body, std::array<unsigned, 17>{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2});
  if (!sum) return std::nullopt;
  constexpr std::string_view kCheck = "10X98765432";
  return kCheck[*sum % 11];
}

}  // namespace ssc::sim
