// pCardInfo: which card the caller means, as an earlier basic read named it.
#pragma once

#include <string_view>

#include "crypto/secret.hpp"
#include "hostlib/capi/text/text_error.hpp"

namespace ssc::capi {

struct CardInfo {
  crypto::Personal cardId;      ///< card identification code: 32 hexadecimal digits, upper case
  crypto::Personal cardNumber;  ///< 9 characters
};

/// `卡识别码|卡号|`: 32 hexadecimal digits, bar, 9 printable ASCII characters, bar: 43 in all.
TextResult<CardInfo> parseCardInfo(std::string_view text);

}  // namespace ssc::capi
