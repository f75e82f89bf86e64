// What functions that have returned leave on the stack.
#pragma once

#include <cstddef>

namespace ssc::pcsc {

/// How far below its caller wipeDeadStack reaches. What works with PINs and keys (a cipher of OpenSSL, the
/// way through libpcsclite) takes less than a third of it.
inline constexpr std::size_t kDeadStack = 64UL * 1024;

/// Overwrites what lies below the caller's frame. Own objects wipe themselves; ciphers of a library keep
/// blocks in their frames (a PIN block once deciphered was found there), and a thread's stack lives on in the
/// pool that the C library keeps for the next thread.
void wipeDeadStack() noexcept;

}  // namespace ssc::pcsc
