// UPDATE BINARY under a MAC: the enable flag or the validity of the transport application. The MAC is ISO/IEC
// 9797-1 algorithm 3 over header and data, IV = challenge of four bytes and 00000000, under a 3DES key whose
// factor is the end of the card number. The name of the test root is a convention of this project.
#include <algorithm>
#include <array>

#include "crypto/block_cipher.hpp"
#include "crypto/digest.hpp"
#include "keys-sim/card/commands/binary_address.hpp"
#include "keys-sim/card/commands/commands.hpp"
#include "keys-sim/card/current_file.hpp"
#include "keys-sim/card/secure_messaging.hpp"
#include "keys-sim/card/transport/transport.hpp"
#include "keys-sim/keys/derivation.hpp"
#include "keys-sim/keys/session.hpp"

namespace ssc::sim::transport {
namespace {

constexpr std::string_view kRootName = "TRANSPORT";
constexpr std::size_t kChallenge = 4, kIv = 8, kHalf = 8;
constexpr std::size_t kNumberAt = 0x0A, kNumberSize = 10;

struct Part {
  std::size_t offset, size;
};
constexpr std::array<Part, 2> kWritable{{{0x09, 1}, {0x14, 8}}};  // enable flag; start and end, YYYYMMDD

bool isWritable(std::size_t offset, std::size_t size) {
  return std::any_of(kWritable.begin(), kWritable.end(),
                     [&](const Part& part) { return part.offset == offset && part.size == size; });
}

CryptoResult<Key> maintenanceKey(const CardProfile& profile, apdu::ByteView content) {
  cardspec::Factor factor{};
  std::ranges::copy(content.subspan(kNumberAt, kNumberSize).last(factor.size()), factor.begin());
  return TestRoots(profile.rootLabel).root(Algorithm::tripleDes, kRootName).and_then([&](const Key& root) {
    return deriveChild(Algorithm::tripleDes, root, factor);
  });
}

/// The last block of single DES with the left half, then decrypted with the right and encrypted with the
/// left: the same as 3DES over it once the left half's encryption is taken back.
CryptoResult<Mac> retailMac(const Key& key, apdu::ByteView iv, apdu::ByteView message) {
  const Key left(key.reveal().first(kHalf));
  auto last = lastCbcBlock(Algorithm::tripleDes, left, iv, padded(Algorithm::tripleDes, message));
  if (!last) return tl::unexpected(last.error());
  const auto single = crypto::BlockCipher::des(left);
  const auto triple = crypto::BlockCipher::tripleDes(key);
  if (!single || !triple) return tl::unexpected(CryptoError::unavailable);
  crypto::Bytes before(last->size());
  if (auto done = single->decryptEcb(*last, before); !done) return tl::unexpected(done.error());
  return triple->encryptEcb(before).map(
      [](const crypto::Bytes& block) { return foldMac(Algorithm::tripleDes, block); });
}

tl::expected<void, apdu::StatusWord> checkMac(const CardOs& card, apdu::ByteView content,
                                              const apdu::Command& command) {
  apdu::Bytes iv = card.state().challenge;
  if (iv.size() != kChallenge) return tl::unexpected(apdu::sw::kReferenceInvalid);
  iv.resize(kIv);
  const auto mac = maintenanceKey(card.profile(), content).and_then([&](const Key& key) {
    return retailMac(key, iv, protectedPart(command));
  });
  if (!mac) return tl::unexpected(kInternalError);
  if (!crypto::equalInConstantTime(*mac, command.data().last(kMacLength))) return tl::unexpected(kMacWrong);
  return {};
}

}  // namespace

apdu::Response updateUnderMac(CardOs& card, const apdu::Command& command) {
  ElementaryFile& file = *card.state().directory->findFile(kPublicFile);
  if (fileOf(command.header()) != file.sfi()) return status(apdu::sw::kFileNotFound);
  const auto bytes = dataBeforeMac(command);
  const std::size_t offset = offsetOf(command.header());
  if (!isWritable(offset, bytes.size())) return status(apdu::sw::kSecurityNotSatisfied);
  if (const auto checked = checkMac(card, file.content, command); !checked) return status(checked.error());
  apdu::Bytes content = file.content;
  std::ranges::copy(bytes, content.begin() + static_cast<std::ptrdiff_t>(offset));
  const bool kept = card.commit(withContent(card, file, {std::move(content)}));
  return status(kept ? apdu::sw::kOk : kMemoryFailure);
}

}  // namespace ssc::sim::transport
