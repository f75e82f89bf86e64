// Sign-in by code. Flow A: the phone shows a code, the terminal scans it. Flow B: the terminal shows a code
// that changes every second, the phone scans it. Both end when the holder has confirmed on the phone and the
// terminal has collected the result, once.
#pragma once

#include <cstdint>
#include <optional>
#include <soci/soci.h>
#include <string>
#include <vector>

#include "center/gate/services.hpp"

namespace ssc::center {

/// Of the key of the codes that phones show.
inline constexpr std::string_view kPhoneKeyId = "01";

/// One e-card, as the platform keeps it.
struct Ecard {
  std::string signNo, owner, cardId, state;
  int triesLeft = 0;
};
std::optional<Ecard> findEcard(soci::session& sql, const std::string& signNo);
std::vector<Ecard> ecardsOf(soci::session& sql, const std::string& number);
/// codeCardState unless the e-card is ISSUED, its physical card has state 1 and its holder is alive.
Answered<void> checkEcard(soci::session& sql, const Ecard& ecard);

// ---- what the phone does

inline constexpr std::size_t kPasswordDigits = 6;

/// A1: a code that stands for the e-card, shown for 60 s and good for 65. The one shown before dies 5 s
/// later.
Answered<std::string> makePhoneCodeFor(const Services& services, soci::session& sql,
                                       const std::string& signNo, const std::string& purpose);

/// What is stored of a password: HMAC-SM3 under the center's pepper, hexadecimal.
tl::expected<std::string, crypto::CryptoError> hashPassword(const crypto::Key& pepper,
                                                            const std::string& signNo,
                                                            const std::string& salt,
                                                            const crypto::SecretBytes& digits);

/// Checks the six digits. A one-time proof for this e-card; pinWrong with the tries left; the fifth wrong one
/// suspends the e-card.
Answered<std::string> checkPassword(const Services& services, soci::session& sql, const std::string& signNo,
                                    const crypto::SecretBytes& digits);

/// What the phone shows before its holder confirms.
struct LoginView {
  std::string loginId, flow, kind, place, service;
  std::string matchNumber;  ///< flow B
};
/// 8104: the phone scanned a terminal's code.
Answered<LoginView> scanLoginCode(const Services& services, soci::session& sql, const std::string& signNo,
                                  const std::string& text);
/// Flow A: sign-ins that wait for this phone.
std::vector<LoginView> waitingLogins(const Services& services, soci::session& sql, const std::string& signNo);
/// 8105: with the proof that the holder just passed a check; used up by it.
Answered<void> confirmLogin(const Services& services, soci::session& sql, const std::string& signNo,
                            const std::string& loginId, const std::string& busiSeq);
Answered<void> refuseLogin(const Services& services, soci::session& sql, const std::string& signNo,
                           const std::string& loginId);

/// An event that an e-card app reports: three digits.
Answered<void> noteAction(const Services& services, soci::session& sql, const std::string& signNo,
                          const std::string& action);

// ---- what terminal and page do

enum class LoginState : std::uint8_t { pending, scanned, confirmed, consumed, expired, invalid };
std::string_view toText(LoginState state);

struct Login {
  std::string id, flow, devNo, kind, place, service, secret, signNo, busiSeq;
  LoginState state = LoginState::pending;
  unsigned reason = 0;
  std::int64_t created = 0, scanned = 0, confirmed = 0, lastPoll = 0;
};
std::optional<Login> findLogin(soci::session& sql, const std::string& id);
/// As it stands now: states that lasted too long are EXPIRED.
LoginState stateAt(const Login& login, std::int64_t now);
/// A confirmed sign-in is collected once. False: somebody was quicker.
bool useUpLogin(soci::session& sql, const std::string& id);
/// The key of a flow B code.
crypto::Key secretOf(const Login& login);
void setLoginState(soci::session& sql, const std::string& id, LoginState state, unsigned reason = 0);

struct LoginPlan {
  std::string flow, devNo, kind, place, service;
  LoginState state = LoginState::pending;
  std::string signNo;  ///< flow A
};
/// A new one; flow B gets its secret (16 bytes, hexadecimal).
Answered<Login> openLogin(const Services& services, soci::session& sql, const LoginPlan& plan);

}  // namespace ssc::center
