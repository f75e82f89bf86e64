#include "apdu/pcsc/watcher.hpp"

#include <algorithm>
#include <utility>

#include "apdu/pcsc/cancellable_wait.hpp"

namespace ssc::pcsc {
namespace {

using apdu::ChannelError;

/// The pseudo reader of PC/SC Lite that changes when readers come and go.
constexpr const char* kPnp = R"(\\?PnP?\Notification)";

/// The longest single wait in the service: a reader that came between listing and waiting is found by then.
constexpr std::chrono::milliseconds kSlice{1000};

/// More entries are refused by SCardGetStatusChange.
constexpr std::size_t kMaxStates = PCSCLITE_MAX_READERS_CONTEXTS;

SCARD_READERSTATE request(const ReaderState& known) {
  SCARD_READERSTATE state{};
  state.szReader = known.reader().c_str();
  state.dwCurrentState = known.current();
  return state;
}

SCARD_READERSTATE pnpRequest() {
  SCARD_READERSTATE state{};
  state.szReader = kPnp;
  return state;
}

/// The names in the result point into `known`.
std::vector<SCARD_READERSTATE> requests(const std::vector<ReaderState>& known) {
  std::vector<SCARD_READERSTATE> states;
  states.reserve(known.size() + 1);
  std::ranges::transform(known, std::back_inserter(states), request);
  if (states.size() < kMaxStates) states.push_back(pnpRequest());
  return states;
}

ReaderState answer(const SCARD_READERSTATE& state) {
  const std::size_t size = std::min<std::size_t>(state.cbAtr, MAX_ATR_SIZE);
  return {state.szReader, static_cast<std::uint32_t>(state.dwEventState),
          apdu::Bytes(state.rgbAtr, state.rgbAtr + size)};
}

void appendAll(std::vector<Event>& to, std::vector<Event> more) {
  to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// Takes over what changed. Entries are in the order of `known`; the pseudo reader is behind them.
std::vector<Event> takeOver(const std::vector<SCARD_READERSTATE>& states, std::vector<ReaderState>& known) {
  std::vector<Event> events;
  for (std::size_t i = 0; i < known.size(); ++i) {
    if ((states[i].dwEventState & SCARD_STATE_CHANGED) == 0) continue;
    ReaderState now = answer(states[i]);
    if (now.isGone()) continue;  // the next listing reports it
    appendAll(events, eventsBetween(known[i], now));
    known[i] = std::move(now);
  }
  return events;
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

}  // namespace

const ReaderState* Watcher::find(std::string_view reader) const {
  const auto found = std::ranges::find(known_, reader, &ReaderState::reader);
  return found == known_.end() ? nullptr : &*found;
}

Watcher::Events Watcher::waitFor(Deadline deadline, const std::stop_token& stop) {
  for (;;) {
    if (const auto refusal = refusalOf(deadline, stop)) return tl::unexpected(*refusal);
    auto events = step(remaining(deadline, kSlice), stop);
    if (!events || !events->empty()) return events;
  }
}

Watcher::Events Watcher::poll() {
  return step(std::chrono::milliseconds{0}, {});
}

Watcher::Events Watcher::step(std::chrono::milliseconds wait, const std::stop_token& stop) {
  if (const auto ready = ensureContext(); !ready) return tl::unexpected(ready.error());
  auto events = followReaders();
  if (!events) return events;
  if (!events->empty()) wait = std::chrono::milliseconds{0};
  const auto done = followCards(wait, stop, *events);
  // What is known already goes first; the next call meets the error again.
  if (!done && events->empty()) return tl::unexpected(done.error());
  return events;
}

tl::expected<void, ChannelError> Watcher::ensureContext() {
  if (context_) return {};
  auto context = Context::establish();
  if (!context) return tl::unexpected(context.error());
  context_ = std::move(*context);
  return {};
}

Watcher::Events Watcher::followReaders() {
  const auto names = context_->readers();
  if (!names) return tl::unexpected(lose(names.error()));
  std::vector<Event> events;
  std::erase_if(known_, [&](const ReaderState& state) {
    if (contains(*names, state.reader())) return false;
    if (state.hasCard()) events.push_back({EventKind::cardRemoved, state.reader(), {}});
    events.push_back({EventKind::readerLeft, state.reader(), {}});
    return true;
  });
  for (const std::string& name : *names) {
    if (find(name) != nullptr) continue;
    known_.emplace_back(name);
    events.push_back({EventKind::readerArrived, name, {}});
  }
  return events;
}

tl::expected<void, ChannelError> Watcher::followCards(std::chrono::milliseconds wait,
                                                      const std::stop_token& stop,
                                                      std::vector<Event>& events) {
  auto states = requests(known_);
  const std::shared_ptr<Context> context = context_;
  const Code code = cancellableWait(context, states, wait, stop);
  if (stop.stop_requested()) context_.reset();  // see cancellableWait()
  if (code == kSuccess) {
    appendAll(events, takeOver(states, known_));
    return {};
  }
  const ChannelError error = context->explain(code);
  // A reader that left since the listing: the next listing reports it.
  if (error == ChannelError::timedOut || error == ChannelError::noReader) return {};
  lose(error);
  // A cancel that nobody asked for here belonged to an earlier wait: go on, with a new context.
  if (error == ChannelError::cancelled && !stop.stop_requested()) return {};
  return tl::unexpected(error);
}

ChannelError Watcher::lose(ChannelError why) {
  context_.reset();
  return why;
}

tl::expected<ReaderState, ChannelError> readerState(const std::string& reader) {
  Watcher watcher;
  const auto events = watcher.poll();
  if (!events) return tl::unexpected(events.error());
  const ReaderState* state = watcher.find(reader);
  if (state == nullptr) return tl::unexpected(ChannelError::noReader);
  return *state;
}

tl::expected<apdu::Bytes, ChannelError> waitForCard(const std::string& reader, Deadline deadline,
                                                    const std::stop_token& stop) {
  Watcher watcher;
  auto events = watcher.poll();
  ChannelError missing = ChannelError::noReader;
  for (; events; events = watcher.waitFor(deadline, stop)) {
    const ReaderState* state = watcher.find(reader);
    if (state == nullptr) return tl::unexpected(missing);
    if (state->isMute()) return tl::unexpected(ChannelError::cardMute);
    if (state->hasCard()) return state->atr();
    missing = ChannelError::readerGone;
  }
  return tl::unexpected(events.error());
}

}  // namespace ssc::pcsc
