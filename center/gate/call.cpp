#include "center/gate/call.hpp"

namespace ssc::center {

using wire::office::ErrorCode;

bool Message::isForOtherArea() const {
  return !head().insuplcAdmdvs.empty() && head().insuplcAdmdvs != services.rules.area;
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

}  // namespace ssc::center
