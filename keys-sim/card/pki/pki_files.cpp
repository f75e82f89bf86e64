#include "keys-sim/card/pki/pki_files.hpp"

#include <algorithm>
#include <array>

namespace ssc::sim::pki {
namespace {

using Kind = cardspec::AccessRule::Kind;

constexpr std::size_t kHeader = 2, kPoint = 64, kScalar = 32;
constexpr std::size_t kCertificateFile = 0x0800;
constexpr std::array<std::uint8_t, kHeader> kPublicHeader{0xCA, kPoint}, kPrivateHeader{0xCB, kScalar};

struct Row {
  std::uint16_t fid;
  std::size_t size;
  Kind read, write;  // key files are written by the key commands only
};
constexpr std::array<Row, 6> kFiles{{
    {kSigningPublic, kHeader + kPoint, Kind::free, Kind::never},
    {kSigningPrivate, kHeader + kScalar, Kind::never, Kind::never},
    {kEncryptionPublic, kHeader + kPoint, Kind::free, Kind::never},
    {kEncryptionPrivate, kHeader + kScalar, Kind::never, Kind::never},
    {kSigningCertificate, kCertificateFile, Kind::free, Kind::key},
    {kEncryptionCertificate, kCertificateFile, Kind::free, Kind::key},
}};

std::optional<apdu::ByteView> valueIn(Directory& application, std::uint16_t fid,
                                      const std::array<std::uint8_t, kHeader>& header) {
  const ElementaryFile* file = application.findFile(fid);
  if (!file || file->content.size() < kHeader) return std::nullopt;
  const apdu::ByteView content(file->content);
  if (!std::ranges::equal(content.first(kHeader), header)) return std::nullopt;
  return content.subspan(kHeader);
}

}  // namespace

apdu::Bytes publicKeyObject(apdu::ByteView point64) {
  return apdu::join({kPublicHeader, point64});
}

apdu::Bytes privateKeyObject(apdu::ByteView d32) {
  return apdu::join({kPrivateHeader, d32});
}

std::vector<ElementaryFile> makeFiles(const CardProfile& profile) {
  std::vector<ElementaryFile> files;
  for (const auto& row : kFiles) {
    ElementaryFile file{row.fid, cardspec::FileType::transparent, {row.read, {}}, {row.write, kAnyPin}, {},
                        {}};
    const auto found = profile.files.find({std::string(kApplication), row.fid});
    if (found != profile.files.end()) file.content = found->second.data;
    file.content.resize(row.size);
    files.push_back(std::move(file));
  }
  return files;
}

std::optional<apdu::Bytes> pointIn(Directory& application, std::uint16_t fid) {
  const auto point = valueIn(application, fid, kPublicHeader);
  if (!point) return std::nullopt;
  return apdu::Bytes(point->begin(), point->end());
}

std::optional<crypto::Sm2KeyPair> keyPairIn(Directory& application, std::uint16_t fid) {
  const auto d = valueIn(application, fid, kPrivateHeader);
  auto pair =
      d ? crypto::Sm2KeyPair::fromPrivate(crypto::Key(*d))
        : tl::expected<crypto::Sm2KeyPair, crypto::CryptoError>(tl::unexpected(crypto::CryptoError::badKey));
  if (!pair) return std::nullopt;
  return std::move(*pair);
}

}  // namespace ssc::sim::pki
