// Cards that must not be used without the network: up to a million and more, fetched whole or as what has
// changed (8601). A list is a text:
//
//   SSC-STOP-LIST|1|<area>|<version>|<since>|<entries>|<digest>
//   +<aaz501>                     one line each, 32 upper-case hexadecimal digits; '-' takes one off
//
// `since` 0: whole; else it changes the list of that version. `entries` and `digest` (SM3 over all
// identifiers in their order) are of the list as it then is, so the center's signature over the first line
// holds for all of it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "crypto/digest.hpp"
#include "crypto/sm2.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire::settlement {

using StopListed = std::array<std::uint8_t, 16>;  ///< aaz501

/// Moves only; reading from several threads is safe while nobody applies.
class StopList {
 public:
  static constexpr std::size_t kMost = 4'000'000;

  StopList() = default;  ///< version 0, nobody
  StopList(StopList&&) noexcept = default;
  StopList& operator=(StopList&&) noexcept = default;

  [[nodiscard]] std::uint32_t version() const { return version_; }
  [[nodiscard]] std::size_t size() const { return entries_.size(); }
  [[nodiscard]] bool contains(const StopListed& card) const;
  /// `aaz501` as the card has it; what is no identifier is on no list.
  [[nodiscard]] bool contains(std::string_view aaz501) const;

  /// The list that comes of this one and a text; this one stays as it is.
  [[nodiscard]] tl::expected<StopList, BadMessage> with(std::string_view text,
                                                        const crypto::Sm2Signature& signature,
                                                        const crypto::Sm2PublicKey& center,
                                                        std::string_view area) const;

 private:
  friend std::string stopListText(std::string_view, std::uint32_t, const StopList*, std::vector<StopListed>);
  void index();

  std::uint32_t version_ = 0;
  std::vector<StopListed> entries_;    // in order
  std::vector<std::uint32_t> places_;  // by hash, open addressing: place in entries_ + 1; 0: free
};

/// What a center publishes: `cards` as version `version`, whole, or as the change of `before`.
std::string stopListText(std::string_view area, std::uint32_t version, const StopList* before,
                         std::vector<StopListed> cards);
/// What of it is signed: its first line.
std::string_view signedLine(std::string_view text);

}  // namespace ssc::wire::settlement
