// The terminal's sign-in at the center: power-on proof (9022, two steps) and sign-in (9001), when one is
// needed and none is there.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "crypto/sealed.hpp"
#include "hostlib/office/delivery.hpp"
#include "wire/office/fleet.hpp"

namespace ssc::office {

/// Kept in memory only.
struct Session {
  std::string signNo;
  std::string kid;  ///< names the session key
  std::shared_ptr<const crypto::FieldSealer> sealer;
  Clock::Steady until;                    ///< by our own clock
  std::vector<wire::office::Area> areas;  ///< that can be asked about: the center's own first
};

/// From several threads at the same time: one signs in, the others wait for it.
class SessionKeeper {
 public:
  explicit SessionKeeper(const Station& station) : station_(station) {}

  /// The one that is there, or a new one. Errors name the message they are of.
  Result<Session> get(const std::stop_token& stop);
  [[nodiscard]] std::optional<Session> current();
  /// The center does not know it any more; a newer one stays.
  void forget(std::string_view signNo);

 private:
  class Turn;

  Result<Session> signIn(const std::stop_token& stop) const;
  Result<void> powerOn(const std::stop_token& stop) const;
  Result<Session> sessionOf(const wire::office::SignedIn& answer, const std::string& msgid) const;
  Result<std::string> proofOf(std::string_view challenge, std::string_view measured) const;

  Station station_;
  std::mutex mutex_;
  std::condition_variable_any done_;
  bool signingIn_ = false;
  std::optional<Session> session_;
};

/// Output of an answer, or why there is none: the infcode becomes an error.
Result<std::string> outputOf(const wire::office::Reply& reply, const Outgoing& message);

}  // namespace ssc::office
