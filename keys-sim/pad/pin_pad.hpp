// A simulated PIN pad: one holder in front of it, any number of hosts behind it. Knows messages and time,
// nothing of sockets.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string_view>

#include "crypto/random.hpp"
#include "crypto/secret.hpp"
#include "wire/pin_pad.hpp"

namespace ssc::sim {

/// What the holder does at one prompt.
struct PadEntry {
  enum class Act : std::uint8_t { digits, cancel, silence };
  Act act = Act::silence;
  crypto::SecretBytes digits;  ///< ASCII, of any length: the pad checks it as it checks a holder
};

/// What the pad does with a PIN on demand.
enum class PadAnswer : std::uint8_t {
  right,
  replay,    ///< the block of an earlier entry of the session, if there is one
  stranger,  ///< under a key that the host does not have
  nonsense,  ///< bytes that are no message
};

class PinPad {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using HostId = std::uint64_t;
  /// A frame, or what is to pass for one, to a host.
  using Send = std::function<void(HostId host, crypto::ByteView bytes)>;

  /// `random` outlives the pad.
  PinPad(crypto::RandomSource& random, Send send) : random_(random), send_(std::move(send)) {}

  // ---- hosts

  /// False: not a message for this moment; the connection is to be ended.
  [[nodiscard]] bool onMessage(HostId host, const wire::pad::Message& message, Time now);
  /// The connection has ended, and with it the session and its entry.
  void onGone(HostId host);

  // ---- the holder

  /// At the prompt that is shown, else at the next one nobody has prepared an entry for. False: too many are
  /// waiting.
  [[nodiscard]] bool act(PadEntry entry);
  /// Digits that are entered wherever the card's PIN is asked for and nothing is prepared; empty: none.
  void setAutomatic(crypto::SecretBytes digits) { automatic_ = std::move(digits); }
  void setAnswer(PadAnswer answer) { answer_ = answer; }

  // ---- time

  void runDue(Time now);
  [[nodiscard]] std::optional<Time> nextDue() const;

  // ---- what can be seen

  /// What the display says; empty: nothing.
  [[nodiscard]] std::string_view display() const;
  [[nodiscard]] bool isAutomatic() const { return !automatic_.empty(); }
  [[nodiscard]] PadAnswer answer() const { return answer_; }
  [[nodiscard]] std::size_t prepared() const { return prepared_.size(); }
  [[nodiscard]] std::size_t hosts() const { return sessions_.size(); }
  [[nodiscard]] std::size_t entries() const { return entries_; }  ///< asked for since the start

 private:
  struct Session {
    crypto::Key key;
    std::uint32_t entry = 0;  ///< the last one asked for
    std::optional<wire::pad::PinBlock> lastBlock;
  };
  struct Asking {
    HostId host;
    wire::pad::Ask ask;
    Time until;
    bool silent = false;  ///< the holder has gone away
  };

  bool on(HostId host, const wire::pad::Hello& hello, Time now);
  bool on(HostId host, const wire::pad::Ask& ask, Time now);
  bool on(HostId host, const wire::pad::Cancel& cancel, Time now);
  template <class PadsOwn>
  bool on(HostId /*host*/, const PadsOwn& /*message*/, Time /*now*/) {
    return false;
  }

  void show();
  void perform(const PadEntry& entry);
  void enter(const crypto::SecretBytes& digits);
  void refuse(wire::pad::NoEntry why);
  void sendBlock(const Asking& asked, const crypto::SecretBytes& digits);
  void send(HostId host, const wire::pad::Message& message) const;

  crypto::RandomSource& random_;
  Send send_;
  std::map<HostId, Session> sessions_;
  std::optional<Asking> asking_;
  std::deque<PadEntry> prepared_;
  crypto::SecretBytes automatic_;
  PadAnswer answer_ = PadAnswer::right;
  std::size_t entries_ = 0;
};

}  // namespace ssc::sim
