#include "center/gate/call.hpp"

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

}  // namespace ssc::center
