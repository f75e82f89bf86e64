#include "tests/unit/pcsc/fake_service.hpp"

#include <algorithm>
#include <span>

using ssc::apdu::Bytes;
using ssc::pcsc::Code;
using ssc::pcsc::kSuccess;
using ssc::pcsc::test::Fake;
using ssc::pcsc::test::FakeReader;
using ssc::pcsc::test::FakeService;

namespace ssc::pcsc::test {

Fake& Fake::instance() {
  static Fake fake;
  return fake;
}

void Fake::reset() {
  with([](FakeService& service) { service = FakeService{}; });
}

}  // namespace ssc::pcsc::test

namespace {

constexpr SCARDCONTEXT kContext = 0x11;
constexpr SCARDHANDLE kCard = 0x22;  // plus the place of its reader in the list

LONG as(Code code) {
  return static_cast<LONG>(code);
}

template <class Function>
auto with(Function function) {
  return Fake::instance().with(function);
}

/// The next of the codes that a test has laid out; success when there is none.
Code takeNext(std::deque<Code>& codes) {
  if (codes.empty()) return kSuccess;
  const Code code = codes.front();
  codes.pop_front();
  return code;
}

/// A reader with nothing known says how it is; otherwise only when it is not as known.
bool fill(SCARD_READERSTATE& state, const FakeService& service) {
  const auto found = std::ranges::find(service.readers, std::string(state.szReader), &FakeReader::name);
  state.dwEventState = 0;
  if (found == service.readers.end() || state.dwCurrentState == found->state) return false;
  state.dwEventState = found->state | SCARD_STATE_CHANGED;
  state.cbAtr = found->atr.size();
  std::ranges::copy(found->atr, state.rgbAtr);
  return true;
}

const Bytes* findAttribute(const FakeService& service, SCARDHANDLE card, DWORD id) {
  const auto place = static_cast<std::size_t>(card - kCard);
  if (place < service.readers.size()) {
    const auto& own = service.readers[place].attributes;
    if (const auto found = own.find(id); found != own.end()) return &found->second;
  }
  const auto found = service.attributes.find(id);
  return found == service.attributes.end() ? nullptr : &found->second;
}

bool fillAll(std::span<SCARD_READERSTATE> states, const FakeService& service) {
  bool any = false;
  for (SCARD_READERSTATE& state : states)
    any = fill(state, service) || any;
  return any;
}

}  // namespace

extern "C" {

LONG SCardEstablishContext(DWORD, LPCVOID, LPCVOID, LPSCARDCONTEXT context) {
  return with([&](FakeService& service) {
    if (service.establishing != kSuccess) return as(service.establishing);
    ++service.openContexts;
    *context = kContext;
    return as(kSuccess);
  });
}

LONG SCardReleaseContext(SCARDCONTEXT) {
  return with([](FakeService& service) {
    --service.openContexts;
    return as(kSuccess);
  });
}

LONG SCardListReaders(SCARDCONTEXT, LPCSTR, LPSTR names, LPDWORD size) {
  return with([&](FakeService& service) {
    if (service.listing != kSuccess) return as(service.listing);
    if (service.readers.empty()) return static_cast<LONG>(SCARD_E_NO_READERS_AVAILABLE);
    std::string list;
    for (const FakeReader& reader : service.readers)
      list += reader.name + '\0';
    list += '\0';
    std::ranges::copy(list, names);
    *size = list.size();
    return as(kSuccess);
  });
}

LONG SCardConnect(SCARDCONTEXT, LPCSTR reader, DWORD share, DWORD, LPSCARDHANDLE card, LPDWORD protocol) {
  Fake::instance().awaits([](const FakeService& service) { return !service.blocksConnect; });
  return with([&](FakeService& service) {
    service.shares.push_back(share);
    if (const Code code = takeNext(service.connecting); code != kSuccess) return as(code);
    ++service.openHandles;
    const auto found = std::ranges::find(service.readers, std::string(reader), &FakeReader::name);
    *card = kCard + (found - service.readers.begin());
    *protocol = service.protocol;
    return as(kSuccess);
  });
}

LONG SCardDisconnect(SCARDHANDLE, DWORD disposition) {
  return with([&](FakeService& service) {
    service.dispositions.push_back(disposition);
    --service.openHandles;
    return as(kSuccess);
  });
}

LONG SCardReconnect(SCARDHANDLE, DWORD, DWORD, DWORD initialization, LPDWORD protocol) {
  return with([&](FakeService& service) {
    service.restarts.push_back(initialization);
    if (const Code code = takeNext(service.reconnecting); code != kSuccess) return as(code);
    *protocol = service.protocol;
    return as(kSuccess);
  });
}

LONG SCardBeginTransaction(SCARDHANDLE) {
  return with([](FakeService& service) {
    ++service.transactions;
    return as(kSuccess);
  });
}

LONG SCardStatus(SCARDHANDLE, LPSTR, LPDWORD, LPDWORD, LPDWORD, LPBYTE atr, LPDWORD size) {
  return with([&](FakeService& service) {
    const auto& bytes = service.readers.front().atr;
    std::ranges::copy(bytes, atr);
    *size = bytes.size();
    return as(kSuccess);
  });
}

LONG SCardTransmit(SCARDHANDLE, const SCARD_IO_REQUEST*, LPCBYTE command, DWORD length, SCARD_IO_REQUEST*,
                   LPBYTE response, LPDWORD size) {
  return with([&](FakeService& service) {
    service.sent.emplace_back(command, command + length);
    if (service.exchanges.empty()) return static_cast<LONG>(SCARD_F_UNKNOWN_ERROR);
    const auto exchange = service.exchanges.front();
    service.exchanges.pop_front();
    if (exchange.code != kSuccess) return as(exchange.code);
    if (exchange.response.size() > *size) return static_cast<LONG>(SCARD_E_INSUFFICIENT_BUFFER);
    std::ranges::copy(exchange.response, response);
    *size = exchange.response.size();
    return as(kSuccess);
  });
}

LONG SCardControl(SCARDHANDLE, DWORD code, LPCVOID data, DWORD length, LPVOID answer, DWORD, LPDWORD size) {
  const auto* const bytes = static_cast<const std::uint8_t*>(data);
  with([&](FakeService& service) { service.controls.push_back({code, {bytes, bytes + length}}); });
  Fake::instance().awaits([](const FakeService& service) { return !service.blocksControl; });
  return with([&](FakeService& service) {
    if (const Code refusal = takeNext(service.controlling); refusal != kSuccess) return as(refusal);
    const auto found = service.controlAnswers.find(code);
    const auto& told = found == service.controlAnswers.end() ? service.controlAnswer : found->second;
    std::ranges::copy(told, static_cast<std::uint8_t*>(answer));
    *size = told.size();
    return as(kSuccess);
  });
}

LONG SCardGetAttrib(SCARDHANDLE card, DWORD id, LPBYTE value, LPDWORD size) {
  return with([&](FakeService& service) {
    const auto* const told = findAttribute(service, card, id);
    if (told == nullptr) return static_cast<LONG>(SCARD_E_UNSUPPORTED_FEATURE);
    std::ranges::copy(*told, value);
    *size = told->size();
    return as(kSuccess);
  });
}

LONG SCardGetStatusChange(SCARDCONTEXT, DWORD timeout, SCARD_READERSTATE* states, DWORD count) {
  const std::span all(states, count);
  with([&](FakeService& service) {
    service.widestWait = std::max(service.widestWait, all.size());
    service.isWaiting = true;
  });
  const std::size_t before = with([](FakeService& service) { return service.readers.size(); });
  const auto isDone = [&](const FakeService& service) {
    return service.isCancelled || service.waiting != kSuccess || fillAll(all, service) ||
           service.readers.size() != before;
  };
  const bool done = Fake::instance().awaitsFor(std::chrono::milliseconds(timeout), isDone);
  return with([&](FakeService& service) {
    service.isWaiting = false;
    if (service.isCancelled) {
      service.isCancelled = false;
      return static_cast<LONG>(SCARD_E_CANCELLED);
    }
    if (service.waiting != kSuccess) return as(service.waiting);
    return done ? as(kSuccess) : static_cast<LONG>(SCARD_E_TIMEOUT);
  });
}

LONG SCardCancel(SCARDCONTEXT) {
  return with([](FakeService& service) {
    ++service.cancels;
    if (service.cancels <= service.lostCancels || !service.isWaiting) return as(kSuccess);
    service.isCancelled = true;
    return as(kSuccess);
  });
}

}  // extern "C"
