// A message in the making: its id is drawn before its body is written, because personal values are sealed for
// one message only.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "crypto/random.hpp"
#include "crypto/sealed.hpp"
#include "hostlib/office/error.hpp"
#include "wire/office/body.hpp"

namespace ssc::office {

/// For one body: another one under the same id is refused by the center (1106). The same body may go again,
/// after a result that is unknown.
class Draft {
 public:
  [[nodiscard]] const std::string& msgid() const { return msgid_; }
  /// `member`: the name it stands under in the body.
  [[nodiscard]] Result<wire::office::Sealed> seal(std::string_view member, std::string_view value) const;
  /// Of the answer to this message.
  [[nodiscard]] Result<crypto::Personal> open(std::string_view member,
                                              const wire::office::Sealed& sealed) const;

 private:
  friend class Client;
  Draft() = default;

  std::string msgid_, devNo_, kid_;
  std::shared_ptr<const crypto::FieldSealer> sealer_;  ///< none before there is a sign-in
  crypto::RandomSource* random_ = nullptr;
};

}  // namespace ssc::office
