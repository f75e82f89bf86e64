#include "center/gate/call.hpp"

#include "crypto/base64.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

bool isForOtherArea(const Services& services, const wire::office::Request& request) {
  return !request.head.insuplcAdmdvs.empty() && request.head.insuplcAdmdvs != services.rules.area;
}

bool Message::isForOtherArea() const {
  return center::isForOtherArea(services, request);
}

Answered<crypto::Personal> Message::open(std::string_view member, const wire::office::Sealed& sealed) const {
  if (sealer == nullptr) return refuse(ErrorCode::signIn);
  auto value = wire::office::openField(*sealer, {head().devNo, head().msgid}, member, sealed);
  if (!value) return refuse(ErrorCode::badEnvelope, 0, std::string(member));
  return std::move(*value);
}

Answered<wire::office::Sealed> Message::seal(std::string_view member, std::string_view value) const {
  if (sealer == nullptr) return refuse(ErrorCode::signIn);
  auto sealed =
      wire::office::sealField(*sealer, {head().devNo, head().msgid}, member, value, services.random);
  if (!sealed) return refuse(ErrorCode::storage);
  return std::move(*sealed);
}

Answered<crypto::FieldSealer> sealerFrom(const CenterKeys& keys, const std::string& kid,
                                         const std::string& sealed) {
  const auto bytes = crypto::fromBase64(sealed);
  if (!bytes) return refuse(ErrorCode::signIn);
  const auto key = keys.store.open(*bytes, crypto::bytesOf(kid));
  if (!key) return refuse(ErrorCode::signIn);
  auto sealer = crypto::FieldSealer::fromSessionKey(crypto::Key(key->reveal()));
  if (!sealer) return refuse(ErrorCode::signIn);
  return std::move(*sealer);
}

}  // namespace ssc::center
