#include "apdu/pcsc/dead_stack.hpp"

#include <array>

#include "apdu/bytes.hpp"

namespace ssc::pcsc {

// Deliberately not initialised: it lies over what others have left.
[[gnu::noinline]] void wipeDeadStack() noexcept {
  std::array<std::uint8_t, kDeadStack> left;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  apdu::wipe(left);
}

}  // namespace ssc::pcsc
