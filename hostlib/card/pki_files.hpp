// Internal to this room: the files of the certificate application and how commands name its keys.
#pragma once

#include <cstdint>

#include "apdu/bytes.hpp"
#include "hostlib/card/pki.hpp"

namespace ssc::card {

inline constexpr std::string_view kPkiApplication = "PKIADF";

struct PkiFiles {
  std::uint16_t publicKey = 0, privateKey = 0, certificate = 0;
};
/// 0012, 0013, 0018 for signing; 0014, 0015, 0019 for encryption.
const PkiFiles& pkiFilesOf(PkiKeyPair pair);

/// C0 02 fid || C2 02 fid: public and private key file.
apdu::Bytes keyPairReference(PkiKeyPair pair);

/// SELECT EF as the issuing programs send it: P1 00.
Result<void> selectPkiFile(Navigation& card, std::uint16_t fid, std::string_view where);

}  // namespace ssc::card
