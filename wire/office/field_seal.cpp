#include "wire/office/field_seal.hpp"

#include "crypto/base64.hpp"

namespace ssc::wire::office {
namespace {

// None of the three holds a bar.
std::string associated(const SealPlace& place, std::string_view member) {
  return std::string(place.devNo) + '|' + std::string(place.msgid) + '|' + std::string(member);
}

}  // namespace

tl::expected<Sealed, crypto::CryptoError> sealField(const crypto::FieldSealer& sealer, const SealPlace& place,
                                                    std::string_view member, std::string_view value,
                                                    crypto::RandomSource& random) {
  return sealer.seal(crypto::bytesOf(value), crypto::bytesOf(associated(place, member)), random)
      .map([](const crypto::Bytes& bytes) { return Sealed{crypto::toBase64(bytes)}; });
}

tl::expected<crypto::Personal, crypto::CryptoError> openField(const crypto::FieldSealer& sealer,
                                                              const SealPlace& place, std::string_view member,
                                                              const Sealed& sealed) {
  const auto bytes = crypto::fromBase64(sealed.text);
  if (!bytes) return tl::unexpected(crypto::CryptoError::badCiphertext);
  return sealer.open(*bytes, crypto::bytesOf(associated(place, member)))
      .map([](const crypto::SecretBytes& value) {
        return crypto::Personal(std::string(value.reveal().begin(), value.reveal().end()));
      });
}

}  // namespace ssc::wire::office
