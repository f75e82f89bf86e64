// Failures on demand below the library under test: the n-th allocation, the n-th call of libcrypto, the n-th
// exchange with a card. Nothing of it is in the product: this program's own operator new, libcrypto functions
// and PC/SC calls stand before those of the shared libraries.
#pragma once

#include <cstdint>

namespace ssc::stress {

enum class Fault : std::uint8_t {
  allocation,      ///< operator new throws std::bad_alloc
  cryptoMemory,    ///< libcrypto's allocation gives null
  crypto,          ///< a function of libcrypto fails
  transmit,        ///< SCardTransmit fails and the card has not heard
  transmitAnswer,  ///< SCardTransmit fails and the card has done what it was asked
};

/// From here on calls of this kind are counted; the `at`-th fails (from 1), and all behind it where
/// `lasting`.
void armFault(Fault fault, long at, bool lasting = false);
/// Counts no more. Whether the fault came.
bool disarmFault();
/// How many calls may still come before the armed fault; ends the arming too.
long faultsLeft();
/// For the places where it can happen: whether this one is to fail.
bool faultIsDue(Fault fault) noexcept;

/// While it lives, what this thread does belongs to the simulation and cannot fail.
class Simulation {
 public:
  Simulation() noexcept;
  ~Simulation();
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
};

/// Whether libcrypto allocates through here.
bool hasCryptoMemory();

}  // namespace ssc::stress
