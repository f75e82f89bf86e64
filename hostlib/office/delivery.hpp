// One message and its answer: signed, sent, checked; and sent again or asked after, as the limits of its kind
// say (wire/office/transaction.hpp).
#pragma once

#include "crypto/random.hpp"
#include "crypto/sm2.hpp"
#include "hostlib/office/clock.hpp"
#include "hostlib/office/numbers.hpp"
#include "hostlib/office/settings.hpp"
#include "hostlib/office/transport.hpp"
#include "wire/office/envelope.hpp"
#include "wire/office/fleet.hpp"

namespace ssc::office {

/// Who speaks, to whom, over what. Everything is borrowed.
struct Station {
  const Settings& settings;
  const crypto::Sm2KeyPair& signKey;
  const crypto::Sm2PublicKey& centerKey;
  Numbers& numbers;
  Transport& transport;
  Clock& clock;
  crypto::RandomSource& random;
};

inline constexpr std::string_view kNoSessionKey = "0";  ///< kid before there is a sign-in

struct Outgoing {
  const wire::office::Transaction* transaction = nullptr;
  std::string msgid;
  std::string input;  ///< JSON text; sent again as it is
  std::string insuredArea;
  std::string kid{kNoSessionKey};
  std::string signNo;
  /// Messages with a file go another way; the file may be empty.
  bool withFile = false;
  std::string_view file;   ///< borrowed
  std::string received;    ///< the file beside the answer
  bool mayBeDone = false;  ///< set once an attempt may have reached the center without an answer
};

class Delivery {
 public:
  explicit Delivery(const Station& station) : station_(station) {}

  /// The center's answer, whatever its infcode. Every attempt has a counter, a time and a signature of its
  /// own. Waits are those of the kind's limits, and end with `stop`.
  Result<wire::office::Reply> deliver(Outgoing& message, const std::stop_token& stop) const;

 private:
  using Outcome = Result<wire::office::Reply>;

  Outcome attempt(Outgoing& message, const std::stop_token& stop) const;
  Outcome resend(Outgoing& message, const Error& first, const std::stop_token& stop) const;
  Outcome askThenResend(Outgoing& message, const Error& first, const std::stop_token& stop) const;
  Outcome askOnly(Outgoing& message, const Error& first, const std::stop_token& stop) const;
  Outcome backOff(Outgoing& message, const Error& first, const std::stop_token& stop) const;
  /// The answer that was given already; an error for any other state. Asked once, in pieces where it is long.
  Outcome askAfter(const Outgoing& message, const std::stop_token& stop) const;
  Result<wire::office::Asked> askPiece(const Outgoing& message, std::size_t from,
                                       const std::stop_token& stop) const;
  Result<std::string> envelope(const Outgoing& message, const std::stop_token& stop) const;
  Outcome opened(Outgoing& message, const crypto::SecretBytes& text) const;
  Outcome checked(const Outgoing& message, wire::office::Reply reply) const;

  Station station_;
};

/// Whether a second arrival would do something again, were it not for the message's id.
bool hasEffect(wire::office::Kind kind);

}  // namespace ssc::office
