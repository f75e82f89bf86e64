#include "hostlib/office/draft.hpp"

#include "wire/office/field_seal.hpp"

namespace ssc::office {

Result<wire::office::Sealed> Draft::seal(std::string_view member, std::string_view value) const {
  if (!sealer_) return badFile("there is no session key to seal " + std::string(member) + " with");
  auto sealed = wire::office::sealField(*sealer_, {devNo_, msgid_}, member, value, *random_);
  if (!sealed) return badFile("sealing " + std::string(member) + ": " + std::string(toText(sealed.error())));
  return std::move(*sealed);
}

Result<crypto::Personal> Draft::open(std::string_view member, const wire::office::Sealed& sealed) const {
  const Error broken{
      Fault::badAnswer, std::string(member) + ": was not sealed for this message", 0, {}, msgid_, false};
  if (!sealer_) return tl::unexpected(broken);
  auto value = wire::office::openField(*sealer_, {devNo_, msgid_}, member, sealed);
  if (!value) return tl::unexpected(broken);
  return std::move(*value);
}

}  // namespace ssc::office
