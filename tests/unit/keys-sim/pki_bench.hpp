// What a host does with the certificate application, computed here once more: proofs, MACs, new PINs and
// keys. The scripted randomness of these tests is zero, so the challenge is sixteen zero bytes.
#pragma once

#include <string>

#include "crypto/block_cipher.hpp"
#include "crypto/digest.hpp"
#include "tests/unit/keys-sim/scenario.hpp"

namespace ssc::sim::test {

inline constexpr std::string_view kSelectPki = "00A404000C504B492EC9E7BBE1B1A3D5CF";
inline constexpr std::string_view kSelectPkiAdf = "00A404000C53532E434552542E41444631";
inline constexpr std::string_view kChallenge = "0084000010";
inline constexpr std::string_view kUser = "81", kAdmin = "00";
inline constexpr std::string_view kUserDigits = "123456", kAdminDigits = "12345678";

inline apdu::Bytes sm4Ecb(const crypto::Key& key, const apdu::Bytes& blocks) {
  const auto encrypted = crypto::BlockCipher::sm4(key)->encryptEcb(blocks);
  REQUIRE(encrypted);
  return *encrypted;
}

/// The first 16 bytes of SM3 over packed digits.
inline crypto::Key keyOfDigits(std::string_view digits) {
  const auto digest = crypto::sm3(hex(digits));
  REQUIRE(digest);
  return crypto::Key(crypto::ByteView(*digest).first(16));
}

inline std::string proof(const crypto::Key& key) {
  return apdu::toHex(sm4Ecb(key, apdu::Bytes(16)));
}

inline std::string verifyPki(std::string_view reference, std::string_view digits) {
  return "002001" + std::string(reference) + "10" + proof(keyOfDigits(digits));
}

/// A command whose data are encrypted and followed by a MAC, IV = challenge = zero.
inline std::string protectedCommand(const std::string& headerWithLc, const crypto::Key& key,
                                    const apdu::Bytes& plain) {
  const apdu::Bytes data = sm4Ecb(key, plain);
  apdu::Bytes message = apdu::join({hex(headerWithLc), data, apdu::Bytes{0x80}});
  message.resize((message.size() + 15) / 16 * 16);
  const auto chain = crypto::BlockCipher::sm4(key)->encryptCbc(apdu::Bytes(16), message);
  REQUIRE(chain);
  apdu::Bytes mac(4);
  for (std::size_t i = 0; i < 16; ++i)
    mac[i % 4] ^= (*chain)[chain->size() - 16 + i];
  return headerWithLc + apdu::toHex(data) + apdu::toHex(mac);
}

inline std::string changePkiPin(std::string_view reference, std::string_view digits, std::string_view block) {
  return protectedCommand("845E01" + std::string(reference) + "14", keyOfDigits(digits), hex(block));
}

/// Card A at its certificate application.
class PkiCard {
 public:
  explicit PkiCard(const std::string& sample = "card-a.toml") : sample_(sample) { powerOn(); }

  void powerOn() {
    card_ = makeCard(sampleCard(sample_), random, store);
    REQUIRE(send(kSelectPki).ends_with("9000"));
    REQUIRE(send(kSelectPkiAdf).ends_with("9000"));
  }
  std::string send(std::string_view command) { return ask(*card_, command); }
  /// The answer to a command right after GET CHALLENGE.
  std::string afterChallenge(std::string_view command) {
    REQUIRE(send(kChallenge).ends_with("9000"));
    return send(command);
  }
  std::string verify(std::string_view reference, std::string_view digits) {
    return afterChallenge(verifyPki(reference, digits));
  }
  void verifyUser() { REQUIRE(verify(kUser, kUserDigits) == "9000"); }

  CardOs& operator*() { return *card_; }
  CardOs* operator->() { return card_.get(); }

  ScriptedRandom random;
  FailingStore store;

 private:
  std::string sample_;
  std::unique_ptr<CardOs> card_;
};

}  // namespace ssc::sim::test
