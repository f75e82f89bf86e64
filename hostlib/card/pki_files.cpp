#include "hostlib/card/pki_files.hpp"

namespace ssc::card {
namespace {

constexpr PkiFiles kSigning{0x0012, 0x0013, 0x0018};
constexpr PkiFiles kEncryption{0x0014, 0x0015, 0x0019};
constexpr std::uint8_t kPublicKeyFile = 0xC0;
constexpr std::uint8_t kPrivateKeyFile = 0xC2;

void appendReference(apdu::Bytes& to, std::uint8_t tag, std::uint16_t fid) {
  for (const int byte : {static_cast<int>(tag), 2, fid >> 8, fid & 0xFF})
    to.push_back(static_cast<std::uint8_t>(byte));
}

}  // namespace

const PkiFiles& pkiFilesOf(PkiKeyPair pair) {
  return pair == PkiKeyPair::signing ? kSigning : kEncryption;
}

apdu::Bytes keyPairReference(PkiKeyPair pair) {
  const PkiFiles& files = pkiFilesOf(pair);
  apdu::Bytes reference;
  appendReference(reference, kPublicKeyFile, files.publicKey);
  appendReference(reference, kPrivateKeyFile, files.privateKey);
  return reference;
}

Result<void> selectPkiFile(Navigation& card, std::uint16_t fid, std::string_view where) {
  const auto selected = card.send(kPkiApplication, apdu::Command::selectDf(fid), where);
  if (!selected) return tl::unexpected(selected.error());
  return {};
}

}  // namespace ssc::card
