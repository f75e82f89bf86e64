// ssc.hpp: the social security card for C++ programs, over ssc.h. Header only, C++17; link libssc.
//
// Whatever fails throws Error, with the code and the texts of the handle it failed on. JSON comes as a
// string: parse it with the library you have. What is said in ssc.h about threads, time, a card's stay and
// PINs holds here too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ssc.h"

namespace ssc::client {

using Bytes = std::vector<std::uint8_t>;

/// what(): the English text. The rest as ssc.h gives it.
class Error : public std::runtime_error {
 public:
  Error(int code, std::string zh, const std::string& en, std::string details)
      : std::runtime_error(en), code_(code), zh_(std::move(zh)), details_(std::move(details)) {}
  [[nodiscard]] int code() const noexcept { return code_; }
  /// What the person at the terminal should read; empty where there was no handle to ask.
  [[nodiscard]] const std::string& zh() const noexcept { return zh_; }
  [[nodiscard]] std::string en() const { return what(); }
  /// JSON: reason, code, zh, en, detail, clerk, integrator.
  [[nodiscard]] const std::string& details() const noexcept { return details_; }

 private:
  int code_;
  std::string zh_, details_;
};

namespace detail {

constexpr int kTooSmall = -14;

/// Calls `function(out, &length)` until its result fits; the code it ended with. A refused argument is the
/// same code as a buffer that is too small, but asks for nothing more.
template <class Container, class Function>
int fetch(Container& into, Function&& function) {
  for (;;) {
    std::size_t length = into.size();
    const int code = function(length == 0 ? nullptr : into.data(), &length);
    const bool grows = code == kTooSmall && length > into.size();
    if (code == 0 || grows) into.resize(length);
    if (!grows) return code;
  }
}

template <class Function>
std::string words(Function&& function) {
  std::string text;
  if (fetch(text, function) != 0 || text.empty()) return {};
  text.pop_back();  // the NUL
  return text;
}

inline void check(int code, const ssc_terminal* terminal) {
  if (code == 0) return;
  const auto said = [&](int language) {
    return words([&](char* out, std::size_t* length) { return ssc_error(terminal, language, out, length); });
  };
  const std::string en = said(SSC_LANGUAGE_EN);
  throw Error(
      code, said(SSC_LANGUAGE_ZH), en.empty() ? "ssc: " + std::to_string(code) : en,
      words([&](char* out, std::size_t* length) { return ssc_error_details(terminal, out, length); }));
}

inline void check(int code, const ssc_card* card) {
  if (code == 0) return;
  const auto said = [&](int language) {
    return words([&](char* out, std::size_t* length) { return ssc_card_error(card, language, out, length); });
  };
  const std::string en = said(SSC_LANGUAGE_EN);
  throw Error(
      code, said(SSC_LANGUAGE_ZH), en.empty() ? "ssc: " + std::to_string(code) : en,
      words([&](char* out, std::size_t* length) { return ssc_card_error_details(card, out, length); }));
}

/// A text result without its NUL. The first guess spares most calls a second one.
template <class Handle, class Function>
std::string text(const Handle* handle, Function&& function) {
  constexpr std::size_t kGuess = 4096;
  std::string result(kGuess, '\0');
  check(fetch(result, function), handle);
  result.pop_back();
  return result;
}

template <class Handle, class Function>
Bytes bytes(const Handle* handle, Function&& function) {
  constexpr std::size_t kGuess = 2048;
  Bytes result(kGuess);
  check(fetch(result, function), handle);
  return result;
}

struct CloseTerminal {
  void operator()(ssc_terminal* terminal) const noexcept { ssc_close(&terminal); }
};
struct CloseCard {
  void operator()(ssc_card* card) const noexcept { ssc_card_close(&card); }
};

}  // namespace detail

enum class Interface {
  contact = SSC_CONTACT,
  contactless = SSC_CONTACTLESS,
  contactFirst = SSC_CONTACT_FIRST,
  contactlessFirst = SSC_CONTACTLESS_FIRST
};
enum class By { pin = SSC_BY_PIN, key = SSC_BY_KEY };
enum class Key { signing = SSC_KEY_SIGNING, encryption = SSC_KEY_ENCRYPTION };
enum class Prompt {
  verify = SSC_PIN_VERIFY,
  current = SSC_PIN_CURRENT,
  fresh = SSC_PIN_NEW,
  repeat = SSC_PIN_REPEAT
};
enum class Event {
  readerAdded = SSC_EVENT_READER_ADDED,
  readerRemoved = SSC_EVENT_READER_REMOVED,
  cardInserted = SSC_EVENT_CARD_INSERTED,
  cardRemoved = SSC_EVENT_CARD_REMOVED
};

/// How a PIN entry ended: the numbers of ssc.h.
enum class Entry { done = 0, cancelled = -31, timedOut = -32 };
/// Writes at most `capacity` digits and their number.
using PinCallback = std::function<Entry(Prompt, char* digits, std::size_t capacity, std::size_t& length)>;
using EventCallback = std::function<void(Event, std::string_view reader)>;

/// A card in a terminal; powered from Terminal::openCard() until it dies.
class Card {
 public:
  std::string basic() {
    return text([this](char* out, std::size_t* n) { return ssc_card_basic(get(), out, n); });
  }
  std::string read(const std::string& items, By by = By::key) {
    return text([&](char* out, std::size_t* n) {
      return ssc_card_read(get(), items.c_str(), static_cast<int>(by), out, n);
    });
  }
  std::string dump(By by = By::key, bool full = false) {
    return text([&](char* out, std::size_t* n) {
      return ssc_card_dump(get(), static_cast<int>(by), full ? 1 : 0, out, n);
    });
  }
  void write(const std::string& json) { check(ssc_card_write(get(), json.c_str())); }
  void undo() { check(ssc_card_undo(get())); }

  /// Empty where no PIN is asked for; 0 = locked.
  std::optional<unsigned> pinTries() {
    int tries = 0;
    check(ssc_card_pin_tries(get(), &tries));
    return tries < 0 ? std::nullopt : std::optional<unsigned>(static_cast<unsigned>(tries));
  }
  void verifyPin() { check(ssc_card_pin_verify(get())); }
  void changePin() { check(ssc_card_pin_change(get())); }
  void reloadPin() { check(ssc_card_pin_reload(get())); }
  void unblockPin() { check(ssc_card_pin_unblock(get())); }

  std::string balance() {
    return text([this](char* out, std::size_t* n) { return ssc_card_balance(get(), out, n); });
  }
  /// Fen; `time` empty = now.
  std::string debit(std::uint32_t total, std::uint32_t accountAndPool, const std::string& time = {}) {
    return text([&](char* out, std::size_t* n) {
      return ssc_card_debit(get(), total, accountAndPool, time.empty() ? nullptr : time.c_str(), out, n);
    });
  }
  bool wasDebited(std::uint16_t cardSequence) {
    int debited = 0;
    check(ssc_card_debit_check(get(), cardSequence, &debited));
    return debited == 1;
  }
  std::string debits() {
    return text([this](char* out, std::size_t* n) { return ssc_card_debits(get(), out, n); });
  }

  Bytes certificate(Key key) {
    return bytes([&](std::uint8_t* out, std::size_t* n) {
      return ssc_card_certificate(get(), static_cast<int>(key), out, n);
    });
  }
  Bytes sign(const Bytes& data) {
    return bytes([&](std::uint8_t* out, std::size_t* n) {
      return ssc_card_sign(get(), data.data(), data.size(), out, n);
    });
  }
  Bytes unseal(const Bytes& envelope) {
    return bytes([&](std::uint8_t* out, std::size_t* n) {
      return ssc_card_unseal(get(), envelope.data(), envelope.size(), out, n);
    });
  }

  /// From any thread.
  void cancel() noexcept { ssc_card_cancel(get()); }
  [[nodiscard]] ssc_card* get() const noexcept { return card_.get(); }

 private:
  friend class Terminal;
  explicit Card(ssc_card* card) : card_(card) {}
  void check(int code) const { detail::check(code, get()); }
  template <class Function>
  std::string text(Function&& function) {
    return detail::text(static_cast<const ssc_card*>(get()), std::forward<Function>(function));
  }
  template <class Function>
  Bytes bytes(Function&& function) {
    return detail::bytes(static_cast<const ssc_card*>(get()), std::forward<Function>(function));
  }

  std::unique_ptr<ssc_card, detail::CloseCard> card_;
};

class Terminal {
 public:
  /// Empty: the usual files, the configured reader.
  explicit Terminal(const std::string& configFile = {}, const std::string& reader = {}) {
    const ssc_options options{sizeof(ssc_options), configFile.empty() ? nullptr : configFile.c_str(),
                              reader.empty() ? nullptr : reader.c_str()};
    ssc_terminal* opened = nullptr;
    if (const int code = ssc_open(&options, &opened); code != 0)
      throw Error(code, {}, "ssc: the configuration cannot be used", {});
    terminal_.reset(opened);
  }

  Terminal(Terminal&&) = default;
  Terminal& operator=(Terminal&&) = delete;  // callbacks of the one replaced would die before its handle
  ~Terminal() = default;

  Card openCard(Interface cardInterface = Interface::contactFirst) {
    ssc_card* card = nullptr;
    check(ssc_card_open(get(), static_cast<int>(cardInterface), &card));
    return Card(card);
  }

  std::string readers() {
    return text([this](char* out, std::size_t* n) { return ssc_readers(get(), out, n); });
  }
  std::string capabilities() {
    return text([this](char* out, std::size_t* n) { return ssc_capabilities(get(), out, n); });
  }
  void setTimeout(std::uint32_t milliseconds) { check(ssc_set_timeout(get(), milliseconds)); }

  /// Both callbacks run on threads of the library and must not throw; an exception of a PIN callback counts
  /// as cancelled.
  void setPinCallback(PinCallback callback) {
    auto next = std::make_unique<PinCallback>(std::move(callback));
    const bool any = static_cast<bool>(*next);
    check(ssc_set_pin_callback(get(), any ? &askForPin : nullptr, next.get()));
    pins_.push_back(std::move(next));  // an entry under way may still use the one before
  }
  void watch(EventCallback callback) {
    check(ssc_watch(get(), nullptr, nullptr));
    events_ = std::make_unique<EventCallback>(std::move(callback));
    if (*events_) check(ssc_watch(get(), &tellEvent, events_.get()));
  }

  /// Throws Error -23 where the signature is wrong.
  void verify(const Bytes& certificate, const Bytes& data, const Bytes& signature) {
    check(ssc_verify(get(), certificate.data(), certificate.size(), data.data(), data.size(),
                     signature.data(), signature.size()));
  }
  std::string checkCertificate(const Bytes& certificate, Key key, const std::string& authorities) {
    return text([&](char* out, std::size_t* n) {
      return ssc_check_certificate(get(), certificate.data(), certificate.size(), static_cast<int>(key),
                                   authorities.c_str(), out, n);
    });
  }
  Bytes seal(const Bytes& certificate, const Bytes& data) {
    return detail::bytes(static_cast<const ssc_terminal*>(get()), [&](std::uint8_t* out, std::size_t* n) {
      return ssc_seal(get(), certificate.data(), certificate.size(), data.data(), data.size(), out, n);
    });
  }

  /// From any thread.
  void cancel() noexcept { ssc_cancel(get()); }
  [[nodiscard]] ssc_terminal* get() const noexcept { return terminal_.get(); }

 private:
  static int askForPin(void* user, int prompt, char* digits, std::size_t capacity, std::size_t* length) {
    try {
      return static_cast<int>(
          (*static_cast<PinCallback*>(user))(static_cast<Prompt>(prompt), digits, capacity, *length));
    } catch (...) {
      return static_cast<int>(Entry::cancelled);
    }
  }
  static void tellEvent(void* user, int event, const char* reader) {
    try {
      (*static_cast<EventCallback*>(user))(static_cast<Event>(event), reader);
    } catch (...) {  // nothing may be thrown through the library
    }
  }
  void check(int code) const { detail::check(code, static_cast<const ssc_terminal*>(get())); }
  template <class Function>
  std::string text(Function&& function) {
    return detail::text(static_cast<const ssc_terminal*>(get()), std::forward<Function>(function));
  }

  // The handle goes first: it stops what uses the callbacks.
  std::vector<std::unique_ptr<PinCallback>> pins_;
  std::unique_ptr<EventCallback> events_;
  std::unique_ptr<ssc_terminal, detail::CloseTerminal> terminal_;
};

}  // namespace ssc::client
