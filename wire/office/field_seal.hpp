// Personal values inside a message: sealed under the session key of the sign-in, each bound to the device,
// the message and the member it stands in.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/sealed.hpp"
#include "wire/office/body.hpp"

namespace ssc::wire::office {

/// The message a value travels in.
struct SealPlace {
  std::string_view devNo, msgid;
};

tl::expected<Sealed, crypto::CryptoError> sealField(const crypto::FieldSealer& sealer, const SealPlace& place,
                                                    std::string_view member, std::string_view value,
                                                    crypto::RandomSource& random);
/// badCiphertext for whatever was not sealed for this place.
tl::expected<crypto::Personal, crypto::CryptoError> openField(const crypto::FieldSealer& sealer,
                                                              const SealPlace& place, std::string_view member,
                                                              const Sealed& sealed);

}  // namespace ssc::wire::office
