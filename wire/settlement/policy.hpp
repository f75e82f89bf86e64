// What a center allows its terminals to settle without the network (services 6.3): signed, versioned, fetched
// with 8601. Every number of the table is a value of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "crypto/sm2.hpp"
#include "wire/bad_message.hpp"
#include "wire/settlement/record.hpp"

namespace ssc::wire::settlement {

/// All inclusive: the value itself is still allowed. As the specification has them.
struct Limits {
  std::uint32_t listMinutes = 24 * 60;       ///< age of policy and stop-list when the outage began
  std::uint32_t outageMinutes = 72 * 60;     ///< of the outage, without a chief's extension
  std::uint32_t lateMinutes = 24 * 60;       ///< after this time of an outage the lower limits hold
  std::uint32_t mostOne = 30'000;            ///< fen from the account, one settlement
  std::uint32_t mostOneLate = 10'000;        ///< the same, late
  std::uint32_t mostCard = 60'000;           ///< fen, one card between two online contacts
  std::uint32_t mostCardCount = 3;           ///< settlements, the same
  std::uint32_t mostCardCountLate = 1;       ///< the same, late
  std::uint32_t mostWaiting = 500;           ///< records of one terminal that are not sent
  std::uint32_t mostWaitingSum = 5'000'000;  ///< fen, the same
  std::uint32_t driftSeconds = 120;          ///< of the clock
  friend bool operator==(const Limits&, const Limits&) = default;
};

/// What a line of a fee code may cost at most.
struct PriceRule {
  std::string code;        ///< as FeeLine::code
  std::uint32_t most = 0;  ///< fen, of one line
  friend bool operator==(const PriceRule&, const PriceRule&) = default;
};

/// Who may extend an outage, and give the time.
struct Chief {
  std::string id;         ///< 1 to 20 letters and digits
  std::string publicKey;  ///< SM2 point, 128 upper-case hexadecimal digits
  friend bool operator==(const Chief&, const Chief&) = default;
};

struct Policy {
  static constexpr std::size_t kMostPriceRules = 300, kMostChiefs = 16;

  std::string version;            ///< 10 digits; beginning with 99: for tests only
  std::string issued;             ///< yyyyMMddHHmmss
  std::string area;               ///< six digits
  std::uint32_t listVersion = 0;  ///< of the stop-list that goes with it
  std::string pseudonymKeyId;     ///< the year, four digits
  std::string pseudonymKey;       ///< wrapped for the terminal, hexadecimal; empty in what is signed for all
  Limits limits;
  std::vector<PriceRule> prices;
  std::vector<Chief> chiefs;
  friend bool operator==(const Policy&, const Policy&) = default;

  /// Marked as a policy of tests: a center in normal mode takes nothing that was settled under it.
  [[nodiscard]] bool isForTests() const { return version.starts_with("99"); }
};

/// One policy has one text (JSON, members in their order).
tl::expected<std::string, BadMessage> encodePolicy(const Policy& policy);
tl::expected<Policy, BadMessage> decodePolicy(std::string_view text);

/// `text` as the center has signed it.
tl::expected<Policy, BadMessage> readSignedPolicy(std::string_view text,
                                                  const crypto::Sm2Signature& signature,
                                                  const crypto::Sm2PublicKey& center);

}  // namespace ssc::wire::settlement
