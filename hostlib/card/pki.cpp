#include "hostlib/card/pki.hpp"

#include <algorithm>

#include "hostlib/card/pki_files.hpp"

namespace ssc::card {
namespace {

using apdu::Command;

constexpr std::size_t kCipherOverhead = 96;  // C1 and C3 (GM/T 0009 §7.2)
constexpr std::uint8_t kPublicKeyTag = 0xCA;
constexpr std::uint8_t kPublicKeyBytes = 0x40;

// ISO/IEC 7816-4 §11.5.11 MANAGE SECURITY ENVIRONMENT, control reference templates of table 79.
enum class Template : std::uint8_t { digitalSignature = 0xB6, confidentiality = 0xB8 };

Command setKey(Template purpose, std::uint16_t privateKeyFile) {
  const std::array<std::uint8_t, 3> reference{0x84, 0x01, static_cast<std::uint8_t>(privateKeyFile & 0xFF)};
  return Command({0x00, 0x22, 0x41, static_cast<std::uint8_t>(purpose)}, reference);
}

Command computeSignature(const Sm2Digest& digest) {
  return Command({0x00, 0x2A, 0x9E, 0x9A}, digest, crypto::Sm2Signature{}.size());
}

Command decipherCommand(apdu::ByteView ciphertext) {
  return Command({0x00, 0x2A, 0x80, 0x86}, ciphertext, ciphertext.size() - kCipherOverhead);
}

Result<void> done(const Result<apdu::Response>& response) {
  if (!response) return tl::unexpected(response.error());
  return {};
}

// An answer of exactly the length asked for.
Result<apdu::Response> ask(Navigation& card, const Command& command, std::string_view where) {
  auto response = card.send(kPkiApplication, command, where);
  if (response && response->data().size() != command.expected().value_or(0)) {
    return tl::unexpected(dataError(std::string(where)));
  }
  return response;
}

}  // namespace

Result<void> selectPki(Navigation& card) {
  return card.select(kPkiApplication);
}

Result<void> generateSigningPair(Navigation& card) {
  const Command generate({0x80, 0x40, 0x00, 0x00}, keyPairReference(PkiKeyPair::signing));
  return done(card.send(kPkiApplication, generate, "GENERATE KEY PAIR"));
}

// The first command names the pair, the second fetches CA 40 X Y.
Result<Sm2Point> exportPublicKey(Navigation& card, PkiKeyPair pair) {
  constexpr std::string_view kWhere = "EXPORT PUBLIC KEY";
  const Command name({0x80, 0xC9, 0x82, 0x00}, keyPairReference(pair));
  if (const auto named = card.send(kPkiApplication, name, kWhere); !named)
    return tl::unexpected(named.error());
  Sm2Point point{};
  const auto response = ask(card, Command({0x80, 0xC9, 0x82, 0x80}, {}, 2 + point.size()), kWhere);
  if (!response) return tl::unexpected(response.error());
  const apdu::ByteView data(response->data());
  if (data[0] != kPublicKeyTag || data[1] != kPublicKeyBytes) {
    return tl::unexpected(dataError(std::string(kWhere)));
  }
  std::ranges::copy(data.subspan(2), point.begin());
  return point;
}

Result<crypto::Sm2Signature> signDigest(Navigation& card, const Sm2Digest& digest) {
  const Command key = setKey(Template::digitalSignature, pkiFilesOf(PkiKeyPair::signing).privateKey);
  const auto set = card.send(kPkiApplication, key, "MSE SET, signature");
  if (!set) return tl::unexpected(set.error());
  const auto response = ask(card, computeSignature(digest), "COMPUTE DIGITAL SIGNATURE");
  if (!response) return tl::unexpected(response.error());
  crypto::Sm2Signature signature{};
  std::ranges::copy(response->data(), signature.begin());
  return signature;
}

Result<crypto::SecretBytes> decipher(Navigation& card, apdu::ByteView ciphertext) {
  constexpr std::string_view kWhere = "DECIPHER";
  if (ciphertext.size() <= kCipherOverhead || ciphertext.size() > Command::kMaxShortData) {
    return tl::unexpected(dataError(std::string(kWhere)));
  }
  const Command key = setKey(Template::confidentiality, pkiFilesOf(PkiKeyPair::encryption).privateKey);
  const auto set = card.send(kPkiApplication, key, "MSE SET, deciphering");
  if (!set) return tl::unexpected(set.error());
  const auto response = ask(card, decipherCommand(ciphertext), kWhere);
  if (!response) return tl::unexpected(response.error());
  return crypto::SecretBytes(apdu::ByteView(response->data()));
}

}  // namespace ssc::card
