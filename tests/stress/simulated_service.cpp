#include "tests/stress/simulated_service.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cstring>
#include <mutex>
#include <thread>
#include <winscard.h>

#include "tests/stress/faults.hpp"

namespace ssc::stress {
namespace {

constexpr std::string_view kReaders(
    "SSC Simulated Reader 00 00\0SSC Simulated Reader 00 01\0SSC Simulated Reader 00 02\0", 3 * 27 + 1);
constexpr std::array kNames{"SSC Simulated Reader 00 00", "SSC Simulated Reader 00 01",
                            "SSC Simulated Reader 00 02"};
constexpr std::size_t kCardSlot = 0, kPsamSlot = 2;

/// A chip as a T=0 reader shows it: what waits is fetched with GET RESPONSE, a wrong Le is corrected.
struct Slot {
  sim::Chip* chip = nullptr;
  apdu::Bytes atr, waiting;
  bool inUse = false;

  void reset() {
    if (chip != nullptr) atr = chip->reset();
    waiting.clear();
  }
  apdu::Bytes answer(apdu::ByteView bytes);

 private:
  static apdu::Bytes with(apdu::Bytes data, apdu::StatusWord sw) {
    data.push_back(sw.sw1());
    data.push_back(sw.sw2());
    return data;
  }
};

constexpr std::uint8_t kGetResponse = 0xC0;

apdu::Bytes Slot::answer(apdu::ByteView bytes) {
  const auto command = apdu::Command::decode(bytes);
  if (!command) return with({}, {0x67, 0x00});
  if (command->header().ins == kGetResponse) return with(std::exchange(waiting, {}), apdu::sw::kOk);
  apdu::Response response = chip->process(*command);
  const apdu::StatusWord sw = response.sw();
  apdu::Bytes data = std::move(response).takeData();
  const auto length = static_cast<std::uint8_t>(data.size() & 0xFFU);
  if (data.empty() || !sw.ok()) return with({}, sw);
  if (!command->data().empty()) {
    waiting = std::move(data);
    return with({}, {0x61, length});
  }
  const std::size_t expected = command->expected().value_or(0);
  if (expected > data.size()) return with({}, {0x6C, length});
  data.resize(expected);
  return with(std::move(data), sw);
}

std::mutex lock;
std::array<Slot, kNames.size()> slots;
std::atomic<int> contexts{0};
std::atomic<long> transmitCode{SCARD_E_NOT_TRANSACTED};

Slot* slotOf(SCARDHANDLE card) {
  const auto index = static_cast<std::size_t>(card) - 1;
  return index < slots.size() && slots[index].inUse ? &slots[index] : nullptr;
}

std::size_t indexOf(std::string_view name) {
  return static_cast<std::size_t>(std::ranges::find(kNames, name) - kNames.begin());
}

LONG copyOut(apdu::ByteView value, LPBYTE out, LPDWORD size) {
  if (*size < value.size()) return SCARD_E_INSUFFICIENT_BUFFER;
  std::ranges::copy(value, out);
  *size = value.size();
  return SCARD_S_SUCCESS;
}

}  // namespace

Service& Service::instance() {
  static Service service;
  return service;
}

bool Service::insert(const std::string& card, const std::string& psam) {
  const Simulation simulation;
  auto cardProfile = sim::loadCardProfile(card);
  auto psamProfile = sim::loadPsamProfile(psam);
  if (!cardProfile || !psamProfile) return false;
  auto cardMade = sim::CardOs::make(std::move(*cardProfile), random_, cardStore_);
  auto psamMade = sim::PsamOs::make(std::move(*psamProfile), random_, psamStore_);
  if (!cardMade || !psamMade) return false;
  card_ = std::move(*cardMade);
  psam_ = std::move(*psamMade);
  psamStart_ = psam_->durable();
  counters_ = card_->triesLeft();
  const std::lock_guard guard(lock);
  slots[kCardSlot].chip = card_.get();
  slots[kPsamSlot].chip = psam_.get();
  for (Slot& slot : slots)
    slot.reset();
  return true;
}

sim::PersistentState Service::cardContent() const {
  const Simulation simulation;
  sim::PersistentState content = card_->durable();
  content.triesLeft = card_->triesLeft();
  std::erase_if(content.triesLeft,
                [this](const auto& counter) { return !counters_.contains(counter.first); });
  for (const char* part : {"DF04/PROOF", "DF04/EF08"})
    content.images.erase(part);
  return content;
}

bool Service::restore(const sim::PersistentState& card) {
  const Simulation simulation;
  const std::lock_guard guard(lock);
  return card_->commit(card) && psam_->commit(psamStart_);
}

int Service::held() const {
  const std::lock_guard guard(lock);
  return contexts + static_cast<int>(std::ranges::count(slots, true, &Slot::inUse));
}

void Service::setTransmitCode(long code) {
  transmitCode = code;
}

}  // namespace ssc::stress

using namespace ssc::stress;

#pragma GCC visibility push(default)
extern "C" {

LONG SCardEstablishContext(DWORD, LPCVOID, LPCVOID, LPSCARDCONTEXT context) {
  *context = ++contexts;
  return SCARD_S_SUCCESS;
}

LONG SCardReleaseContext(SCARDCONTEXT) {
  --contexts;
  return SCARD_S_SUCCESS;
}

LONG SCardCancel(SCARDCONTEXT) {
  return SCARD_S_SUCCESS;
}

LONG SCardListReaders(SCARDCONTEXT, LPCSTR, LPSTR names, LPDWORD size) {
  if (*size < kReaders.size()) return SCARD_E_INSUFFICIENT_BUFFER;
  std::ranges::copy(kReaders, names);
  *size = kReaders.size();
  return SCARD_S_SUCCESS;
}

LONG SCardGetStatusChange(SCARDCONTEXT, DWORD timeout, SCARD_READERSTATE* states, DWORD count) {
  const std::lock_guard guard(lock);
  bool changed = false;
  for (SCARD_READERSTATE& state : std::span(states, count)) {
    const std::size_t index = indexOf(state.szReader);
    const bool there = index < slots.size() && slots[index].chip != nullptr;
    DWORD now = there ? SCARD_STATE_PRESENT : SCARD_STATE_EMPTY;
    if (there && slots[index].inUse) now |= SCARD_STATE_EXCLUSIVE | SCARD_STATE_INUSE;
    state.dwEventState = now;
    if (now == (state.dwCurrentState & 0xFFFFU)) continue;
    state.dwEventState |= SCARD_STATE_CHANGED;
    changed = true;
  }
  if (changed) return SCARD_S_SUCCESS;
  std::this_thread::sleep_for(std::chrono::milliseconds(std::min<DWORD>(timeout, 2)));
  return SCARD_E_TIMEOUT;
}

LONG SCardConnect(SCARDCONTEXT, LPCSTR reader, DWORD, DWORD, LPSCARDHANDLE card, LPDWORD protocol) {
  const Simulation simulation;
  const std::lock_guard guard(lock);
  const std::size_t index = indexOf(reader);
  if (index == slots.size()) return SCARD_E_UNKNOWN_READER;
  if (slots[index].chip == nullptr) return SCARD_E_NO_SMARTCARD;
  if (slots[index].inUse) return SCARD_E_SHARING_VIOLATION;
  slots[index].inUse = true;
  *card = static_cast<SCARDHANDLE>(index + 1);
  *protocol = SCARD_PROTOCOL_T0;
  return SCARD_S_SUCCESS;
}

LONG SCardReconnect(SCARDHANDLE card, DWORD, DWORD, DWORD, LPDWORD protocol) {
  const Simulation simulation;
  const std::lock_guard guard(lock);
  Slot* slot = slotOf(card);
  if (slot == nullptr) return SCARD_E_INVALID_HANDLE;
  slot->reset();
  *protocol = SCARD_PROTOCOL_T0;
  return SCARD_S_SUCCESS;
}

LONG SCardDisconnect(SCARDHANDLE card, DWORD) {
  const Simulation simulation;
  const std::lock_guard guard(lock);
  Slot* slot = slotOf(card);
  if (slot == nullptr) return SCARD_E_INVALID_HANDLE;
  slot->inUse = false;
  slot->reset();
  return SCARD_S_SUCCESS;
}

LONG SCardStatus(SCARDHANDLE card, LPSTR, LPDWORD, LPDWORD, LPDWORD, LPBYTE atr, LPDWORD size) {
  const std::lock_guard guard(lock);
  const Slot* slot = slotOf(card);
  return slot == nullptr ? SCARD_E_INVALID_HANDLE : copyOut(slot->atr, atr, size);
}

LONG SCardGetAttrib(SCARDHANDLE card, DWORD id, LPBYTE value, LPDWORD size) {
  constexpr DWORD kAtr = 0x90303;  // SCARD_ATTR_ATR_STRING
  const std::lock_guard guard(lock);
  const Slot* slot = slotOf(card);
  if (slot == nullptr) return SCARD_E_INVALID_HANDLE;
  return id == kAtr ? copyOut(slot->atr, value, size) : SCARD_E_UNSUPPORTED_FEATURE;
}

LONG SCardControl(SCARDHANDLE, DWORD, LPCVOID, DWORD, LPVOID, DWORD, LPDWORD) {
  return SCARD_E_UNSUPPORTED_FEATURE;
}

LONG SCardTransmit(SCARDHANDLE card, const SCARD_IO_REQUEST*, LPCBYTE command, DWORD length,
                   SCARD_IO_REQUEST*, LPBYTE answer, LPDWORD size) {
  if (faultIsDue(Fault::transmit)) return transmitCode;
  const bool isLost = faultIsDue(Fault::transmitAnswer);
  const Simulation simulation;
  const std::lock_guard guard(lock);
  Slot* slot = slotOf(card);
  if (slot == nullptr) return SCARD_E_INVALID_HANDLE;
  const ssc::apdu::Bytes made = slot->answer({command, length});
  return isLost ? static_cast<LONG>(transmitCode) : copyOut(made, answer, size);
}
}
#pragma GCC visibility pop
