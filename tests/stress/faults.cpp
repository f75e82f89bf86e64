#include "tests/stress/faults.hpp"

#include <atomic>
#include <cstdlib>
#include <new>
#include <openssl/crypto.h>

#include "tests/stress/json_destruction.hpp"

namespace ssc::stress {
namespace {

constexpr long kOff = 0;

std::atomic<Fault> kind{Fault::allocation};
std::atomic<long> left{kOff};  // calls until the fault; 0 when none is armed
std::atomic<bool> lasts{false}, came{false};
thread_local int simulating = 0;

}  // namespace

void armFault(Fault fault, long at, bool lasting) {
  kind = fault;
  lasts = lasting;
  came = false;
  left = at;
}

bool disarmFault() {
  left = kOff;
  lasts = false;
  return came.exchange(false);
}

long faultsLeft() {
  const long unused = left.exchange(kOff);
  (void)disarmFault();
  return unused;
}

bool faultIsDue(Fault fault) noexcept {
  if (simulating > 0 || kind.load(std::memory_order_relaxed) != fault) return false;
  if (came && lasts) return true;
  if (left.load() <= 0 || left.fetch_sub(1) != 1) return false;
  came = true;
  return true;
}

Simulation::Simulation() noexcept {
  ++simulating;
}
Simulation::~Simulation() {
  --simulating;
}

namespace {

void* cryptoMalloc(std::size_t size, const char* /*file*/, int /*line*/) {
  return faultIsDue(Fault::cryptoMemory) ? nullptr : std::malloc(size);
}
void* cryptoRealloc(void* memory, std::size_t size, const char* /*file*/, int /*line*/) {
  return faultIsDue(Fault::cryptoMemory) ? nullptr : std::realloc(memory, size);
}
void cryptoFree(void* memory, const char* /*file*/, int /*line*/) {
  std::free(memory);
}

void* allocate(std::size_t size) {
  if (faultIsDue(Fault::allocation) && !isDestroyingJson()) throw std::bad_alloc();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}

bool installed = false;

void installCryptoMemory() {
  installed = CRYPTO_set_mem_functions(cryptoMalloc, cryptoRealloc, cryptoFree) == 1;
}

// libcrypto takes no other memory once it has allocated, and libraries do that while they are loaded.
using Initialiser = void (*)();
[[gnu::section(".preinit_array"), gnu::used]] constinit Initialiser beforeAllLibraries = installCryptoMemory;

}  // namespace

bool hasCryptoMemory() {
  return installed;
}

}  // namespace ssc::stress

// Those of the whole process, the shared libraries' too.
#pragma GCC visibility push(default)
void* operator new(std::size_t size) {
  return ssc::stress::allocate(size);
}
void* operator new[](std::size_t size) {
  return ssc::stress::allocate(size);
}
void* operator new(std::size_t size, const std::nothrow_t& /*tag*/) noexcept {
  return ssc::stress::faultIsDue(ssc::stress::Fault::allocation) ? nullptr
                                                                 : std::malloc(size == 0 ? 1 : size);
}
#pragma GCC visibility pop
