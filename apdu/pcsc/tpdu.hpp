// How a command APDU crosses the PC/SC interface for T=0 (ISO/IEC 7816-3 §12.2).
#pragma once

#include <cstddef>
#include <tl/expected.hpp>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"

namespace ssc::pcsc {

/// Cases 1, 2S and 3S are TPDUs as they are; case 4S goes without its Le, and the card answers 61xx
/// (§12.2.5). Extended lengths have no T=0 form but ENVELOPE or chaining, which is the caller's work:
/// `unsupported`. Bytes that are no command APDU: `internal`, for only this program builds them.
inline tl::expected<apdu::ByteView, apdu::ChannelError> tpduForT0(apdu::ByteView command) {
  constexpr std::size_t kHeader = 4;
  constexpr std::size_t kLc = 1;
  if (command.size() < kHeader) return tl::unexpected(apdu::ChannelError::internal);
  if (command.size() <= kHeader + kLc) return command;  // case 1 or 2S
  const std::size_t lc = command[kHeader];
  if (lc == 0) return tl::unexpected(apdu::ChannelError::unsupported);
  const std::size_t case3 = kHeader + kLc + lc;
  if (command.size() != case3 && command.size() != case3 + 1)
    return tl::unexpected(apdu::ChannelError::internal);
  return command.first(case3);
}

}  // namespace ssc::pcsc
