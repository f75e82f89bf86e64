#include "wire/settlement/chain.hpp"

#include <algorithm>
#include <utility>

#include "crypto/hex.hpp"
#include "wire/beijing_time.hpp"
#include "wire/code_parts.hpp"
#include "wire/settlement/symbols.hpp"

namespace ssc::wire::settlement {
namespace {

constexpr std::string_view kGenesis = "SSC-OFFLINE-GENESIS|", kHead = "SSC-OFFLINE-HEAD";
constexpr std::size_t kHeadFields = 6, kTerminal = 12, kTagDigits = 12;

tl::unexpected<BadMessage> badHead(std::string_view place) {
  return tl::unexpected(BadMessage{std::string(place), "is not what a head has there"});
}

}  // namespace

Computed<Link> genesis(std::string_view terminalId, std::uint32_t epoch) {
  const std::string text = std::string(kGenesis) + std::string(terminalId) + '|' + std::to_string(epoch);
  return crypto::sm3(crypto::bytesOf(text));
}

Computed<ChainHash> ChainHash::make() {
  return crypto::Sm3Stream::make().map([](crypto::Sm3Stream&& hash) { return ChainHash(std::move(hash)); });
}

Computed<Link> ChainHash::next(const Link& previous, std::string_view canonical) {
  const auto record = hash_.digest({crypto::bytesOf(canonical)});
  if (!record) return record;
  return hash_.digest({previous, *record});
}

Computed<RecordMac> recordMac(crypto::HmacSm3& logKey, const Link& link) {
  return logKey.mac(link).map([](const crypto::Sm3Digest& whole) {
    RecordMac mac{};
    std::copy_n(whole.begin(), mac.size(), mac.begin());
    return mac;
  });
}

std::string headText(const Head& head) {
  return std::string(kHead) + '|' + head.terminalId + '|' + std::to_string(head.epoch) + '|' +
         std::to_string(head.sequence) + '|' + crypto::toLowerHex(head.link) + '|' + head.time;
}

tl::expected<Head, BadMessage> parseHead(std::string_view text) {
  const auto parts = partsOf<kHeadFields>(text, '|');
  if (!parts || parts->front() != kHead) return badHead("");
  const auto& fields = *parts;
  const auto epoch = decimal(fields[2]), sequence = decimal(fields[3]);
  if (!consistsOf(fields[1], kDigits, kTerminal)) return badHead("terminalId");
  if (!epoch || *epoch == 0) return badHead("epoch");
  if (!sequence) return badHead("offlineSeq");
  Head head{std::string(fields[1]), *epoch, *sequence, {}, std::string(fields[5])};
  const auto link =
      consistsOf(fields[4], kLowerHex, 2 * head.link.size()) ? crypto::fromHex(fields[4]) : std::nullopt;
  if (!link) return badHead("h");
  std::ranges::copy(*link, head.link.begin());
  if (!parseCompactSeconds(head.time)) return badHead("time");
  return head;
}

Computed<std::string> ssnTag(const crypto::Key& pseudonymKey, std::string_view aac002) {
  return crypto::hmacSm3(pseudonymKey, crypto::bytesOf(aac002)).map([](const crypto::Sm3Digest& mac) {
    return crypto::toLowerHex(mac).substr(0, kTagDigits);
  });
}

}  // namespace ssc::wire::settlement
