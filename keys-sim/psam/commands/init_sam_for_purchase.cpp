// INITIALIZE SAM FOR PURCHASE: what the card's INITIALIZE FOR PURCHASE answered, the purchase, and the card's
// factors; the answer is the terminal sequence and MAC1 for the card. The number is taken for good before the
// answer leaves: a cut may waste one, none is given twice.
#include "keys-sim/keys/numbers.hpp"
#include "keys-sim/keys/transaction.hpp"
#include "keys-sim/psam/commands/commands.hpp"
#include "keys-sim/psam/psam_files.hpp"
#include "keys-sim/psam/terminal_sequence.hpp"

namespace ssc::sim::psam {
namespace {

using apdu::ByteView;

constexpr std::size_t kFixedPart = 0x1C, kMostLevels = 3;
constexpr std::uint8_t kPurchaseKey = 2;  // type of the usage byte

struct Request {
  explicit Request(ByteView data)
      : random(data.first(4)),
        cardSequence(data.subspan(4, 2)),
        amounts(data.subspan(6, 12)),
        type(data[18]),
        time(data.subspan(19, 7)),
        keyVersion(data[26]),
        algorithm(data[27]),
        factors(data.subspan(kFixedPart)) {}

  ByteView random, cardSequence, amounts;
  std::uint8_t type;
  ByteView time;
  std::uint8_t keyVersion, algorithm;
  ByteView factors;  // card, city, province: as many as the root is levels away
};

struct Macs {
  Mac mac1, mac2;
};

// Version and algorithm together name the key; version n has the identifier n.
const PsamKey* purchaseRoot(const PsamState& state, const Request& request) {
  const auto* environment = state.environment;
  if (!environment || !state.inApplication) return nullptr;
  if (request.algorithm != algorithmByte(environment->algorithm)) return nullptr;
  return environment->keys.find(kPurchaseKey, request.keyVersion);
}

CryptoResult<Key> session(Algorithm algorithm, const PsamKey& root, const Request& request,
                          ByteView sequence) {
  const auto key = cardKeyOf(algorithm, root, request.factors);
  if (!key) return tl::unexpected(key.error());
  return purchaseSession(algorithm, *key, request.random, request.cardSequence, sequence);
}

CryptoResult<Macs> makeMacs(Algorithm algorithm, const Key& session, const Request& request,
                            ByteView terminal) {
  const auto mac1 =
      cardMac(algorithm, session, purchaseMac1Message(request.amounts, request.type, terminal, request.time));
  if (!mac1) return tl::unexpected(mac1.error());
  const auto mac2 = cardMac(algorithm, session, request.amounts);
  if (!mac2) return tl::unexpected(mac2.error());
  return Macs{*mac1, *mac2};
}

apdu::Response giveConsent(PsamOs& psam, ByteView sequence, const Macs& macs) {
  if (!psam.commit(withSequenceTaken(psam.durable()))) return status(kMemoryFailure);
  psam.state().awaitedMac2 = macs.mac2;
  return {apdu::join({sequence, macs.mac1}), apdu::sw::kOk};
}

}  // namespace

bool acceptsPurchaseLengths(const apdu::Command& command) {
  const std::size_t length = command.data().size();
  return length > kFixedPart && length <= kFixedPart + kMostLevels * kFactorSize &&
         (length - kFixedPart) % kFactorSize == 0;
}

apdu::Response initSamForPurchase(PsamOs& psam, const apdu::Command& command) {
  const Request request(command.data());
  const auto* root = purchaseRoot(psam.state(), request);
  if (!root) return status(kKeyIndexUnknown);
  if (request.factors.size() != root->level * kFactorSize) return status(apdu::sw::kWrongData);
  const std::uint32_t next = terminalSequence(psam.durable());
  if (next == kTerminalSequenceAtMaximum) return status(kCounterMaximum);
  const Algorithm algorithm = psam.state().environment->algorithm;
  const auto sequence = bigEndian(next, 4);
  const auto key = session(algorithm, *root, request, sequence);
  if (!key) return status(kInternalError);
  const auto macs = makeMacs(algorithm, *key, request, psam.findFile(kTerminalNumberFid, 0xFFFF)->content);
  return macs ? giveConsent(psam, sequence, *macs) : status(kInternalError);
}

}  // namespace ssc::sim::psam
