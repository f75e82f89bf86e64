// What makes a journal one piece (services 6.4): each record's hash covers the one before it, a MAC that only
// the center can check covers the hash, and the terminal signs the newest hash now and then.
//
//   h(0) = SM3("SSC-OFFLINE-GENESIS|" terminal "|" epoch)
//   h(n) = SM3(h(n-1) || SM3(canonical record n))
//   MAC  = first 16 bytes of HMAC-SM3(log key, h(n))
//   head = "SSC-OFFLINE-HEAD|" terminal "|" epoch "|" sequence "|" h hex "|" time, signed with SM2
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/digest.hpp"
#include "crypto/error.hpp"
#include "crypto/secret.hpp"
#include "crypto/streaming_digest.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire::settlement {

using Link = crypto::Sm3Digest;
using RecordMac = std::array<std::uint8_t, 16>;
template <class T>
using Computed = tl::expected<T, crypto::CryptoError>;

/// `epoch`: from 1, one more with each log key.
Computed<Link> genesis(std::string_view terminalId, std::uint32_t epoch);

/// Hashes record after record; holds the library's context, which is what makes a million of them quick.
class ChainHash {
 public:
  static Computed<ChainHash> make();
  Computed<Link> next(const Link& previous, std::string_view canonical);

 private:
  explicit ChainHash(crypto::Sm3Stream hash) : hash_(std::move(hash)) {}
  crypto::Sm3Stream hash_;
};

Computed<RecordMac> recordMac(crypto::HmacSm3& logKey, const Link& link);

/// Where a journal stood at a time.
struct Head {
  std::string terminalId;
  std::uint32_t epoch = 1;
  std::uint32_t sequence = 0;  ///< of the newest record; 0 before the first
  Link link{};
  std::string time;  ///< yyyyMMddHHmmss

  friend bool operator==(const Head&, const Head&) = default;
};
/// What is signed.
std::string headText(const Head& head);
tl::expected<Head, BadMessage> parseHead(std::string_view text);

/// A person in a record: first 12 hexadecimal digits of HMAC-SM3(pseudonym key of the year, aac002).
Computed<std::string> ssnTag(const crypto::Key& pseudonymKey, std::string_view aac002);

}  // namespace ssc::wire::settlement
