#include "keys-sim/card/secure_messaging.hpp"

#include <array>

#include "crypto/digest.hpp"
#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/keys/session.hpp"

namespace ssc::sim {
namespace {

constexpr std::uint8_t kOnlyVersion = 1;  // maintenance keys have one version

}  // namespace

apdu::Bytes protectedPart(const apdu::Command& command) {
  const auto& header = command.header();
  const std::array<std::uint8_t, 5> front{header.cla, header.ins, header.p1, header.p2,
                                          static_cast<std::uint8_t>(command.data().size())};
  return apdu::join({front, dataBeforeMac(command)});
}

tl::expected<Key, apdu::StatusWord> checkMac(CardOs& card, std::string_view df,
                                             const apdu::Command& command) {
  const Key* maintenance = card.key("STK" + std::string(df), kOnlyVersion);
  if (!maintenance) return tl::unexpected(apdu::sw::kKeyNotFound);
  const auto algorithm = card.profile().algorithm;
  const auto& challenge = card.state().challenge;
  if (challenge.empty() || challenge.size() > blockSize(algorithm))
    return tl::unexpected(apdu::sw::kReferenceInvalid);
  if (command.data().size() < kMacLength) return tl::unexpected(kMacMissing);
  auto session = sessionKey(algorithm, *maintenance, challenge);
  const auto mac = session ? cardMac(algorithm, *session, protectedPart(command))
                           : CryptoResult<Mac>(tl::unexpected(session.error()));
  if (!mac) return tl::unexpected(kInternalError);
  if (!crypto::equalInConstantTime(*mac, command.data().last(kMacLength))) return tl::unexpected(kMacWrong);
  return std::move(*session);
}

}  // namespace ssc::sim
