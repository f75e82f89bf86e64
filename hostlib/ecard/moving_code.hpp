// The code a terminal shows for a phone to scan: another one every second, so that a photograph is worth
// nothing after ten. The center gives secret and login id; the secret never leaves this object.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/secret.hpp"
#include "wire/bad_message.hpp"
#include "wire/qr/draw.hpp"

namespace ssc::ecard {

/// Why there is nothing to show.
enum class NoMovingCode : std::uint8_t {
  expired,  ///< the login's time is over: a new one is needed
  noCipher,
  noPicture,
};
std::string_view toText(NoMovingCode why);

class MovingCode {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kLife{120};

  /// `created`: when the center's answer came; the code counts its seconds from there. A place of the error:
  /// "login id", "key", "life".
  static tl::expected<MovingCode, wire::BadMessage> make(crypto::Key secret, std::string loginId,
                                                         Clock::time_point created,
                                                         std::chrono::seconds life = kLife);

  /// The text of this second. Before `created` it is that of second 0.
  [[nodiscard]] tl::expected<std::string, NoMovingCode> text(Clock::time_point now) const;
  [[nodiscard]] tl::expected<qr::Picture, NoMovingCode> picture(Clock::time_point now,
                                                                const qr::DrawOptions& options = {}) const;
  /// Whole seconds that are left, rounded up: what a countdown shows. 0: expired.
  [[nodiscard]] std::chrono::seconds secondsLeft(Clock::time_point now) const;
  /// When the text changes next, or expires.
  [[nodiscard]] Clock::time_point nextChange(Clock::time_point now) const;
  /// The four digits that the phone shows too.
  [[nodiscard]] const std::string& matchNumber() const { return matchNumber_; }

 private:
  MovingCode(crypto::Key secret, std::string loginId, std::string matchNumber, Clock::time_point created,
             std::chrono::seconds life);
  [[nodiscard]] std::chrono::seconds age(Clock::time_point now) const;

  crypto::Key secret_;
  std::string loginId_, matchNumber_;
  Clock::time_point created_;
  std::chrono::seconds life_;
};

}  // namespace ssc::ecard
