// What an e-card app asks of the platform through the gateway (gateway.hpp), as types: kName is _api_name,
// Answer what comes back. Every call names one e-card; an app reaches only those that it holds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "crypto/secret.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire::gateway {

/// One's own e-card and those of relatives.
inline constexpr std::size_t kMostRelatives = 8, kMostEcards = 1 + kMostRelatives;
inline constexpr std::size_t kMostWaiting = 8;
inline constexpr std::size_t kPasswordDigits = 6;

struct Nothing {};

/// An e-card as its app shows it.
struct EcardFace {
  std::string signNo;      ///< issue number
  std::string relation;    ///< 0 one's own, else the relative's code
  std::string maskedName;  ///< star and the rest
  std::string area;        ///< issuing area, six digits
  std::string state;       ///< ISSUED, SUSPENDED, CLOSED
};

/// The app starts: it says what it runs on, and gets its e-cards.
struct Started {
  std::string channelNo;   ///< ten digits: through which app
  std::uint64_t time = 0;  ///< the platform's clock, milliseconds since 1970
  std::vector<EcardFace> ecards;
};
struct Start {
  using Answer = Started;
  static constexpr std::string_view kName = "app.start";
  std::string device;   ///< what the phone calls itself
  std::string version;  ///< of the app
};

/// A code to show: the one before dies five seconds later.
struct CodeMade {
  std::string text;
  std::uint32_t shownFor = 60;  ///< seconds
};
struct MakeCode {
  using Answer = CodeMade;
  static constexpr std::string_view kName = "code.make";
  std::string signNo;
  std::string purpose;  ///< 01 query, 02 payment, 03 other, 04 treatment away from home
};

/// A sign-in that waits for the holder: what the phone shows before it is confirmed.
struct WaitingLogin {
  std::string loginId;      ///< 20 symbols
  std::string flow;         ///< A: the terminal scanned the phone; B: the phone scanned the terminal
  std::string kind;         ///< kiosk, web
  std::string place;        ///< where the terminal stands
  std::string service;      ///< what the person came for; may be empty
  std::string maskedName;   ///< whose e-card
  std::string matchNumber;  ///< flow B: four digits that the terminal shows too
};
/// 8104: the text of a code that a terminal shows.
struct ScanCode {
  using Answer = WaitingLogin;
  static constexpr std::string_view kName = "code.scan";
  std::string signNo;
  std::string text;
};

struct Waiting {
  std::vector<WaitingLogin> logins;
};
struct AskWaiting {
  using Answer = Waiting;
  static constexpr std::string_view kName = "signin.waiting";
  std::string signNo;
};

/// Event 009: the holder just entered the right digits. Good for 120 s, for this e-card, once.
struct PasswordChecked {
  std::string busiSeq;
};
struct CheckPassword {
  using Answer = PasswordChecked;
  static constexpr std::string_view kName = "password.check";
  std::string signNo;
  crypto::SecretBytes password;  ///< six ASCII digits; hexadecimal in the message
};

/// 8105
struct ConfirmLogin {
  using Answer = Nothing;
  static constexpr std::string_view kName = "signin.confirm";
  std::string signNo, loginId, busiSeq;
};

struct RefuseLogin {
  using Answer = Nothing;
  static constexpr std::string_view kName = "signin.refuse";
  std::string signNo, loginId;
};

/// What happened in the app, three digits: 006 the card's face was shown, 007 its pay code, 003 unbound,
/// 111 closed. Those that prove something (009, 013) the platform writes itself.
struct ReportAction {
  using Answer = Nothing;
  static constexpr std::string_view kName = "action.report";
  std::string signNo, action;
};

/// The message as JSON text.
template <class Body>
crypto::SecretBytes encodeBody(const Body& body);
/// Strict: one object, every member there once, of the right form, and no other.
template <class Body>
tl::expected<Body, BadMessage> decodeBody(crypto::ByteView text);

}  // namespace ssc::wire::gateway
