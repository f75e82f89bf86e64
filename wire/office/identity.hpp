// Who stands before the terminal: sign-in by card, by id card, by the phone's code, by a code for the phone.
#pragma once

#include <cstdint>
#include <vector>

#include "wire/office/fleet.hpp"

namespace ssc::wire::office {

/// Who it is, once that is known: sealed where it names a person.
struct PersonRecord {
  Sealed aac002, aac003;  ///< social security number, name
  std::string aaz500;     ///< card number
  std::string aaz501;     ///< card identification code
  std::string aaz502;     ///< state of the card's application
  Area aab301;            ///< issuing area
};

/// 8110: by a card that proved itself to the terminal, or by an id card.
struct CardSignedIn {
  std::string sessionId;
  std::uint8_t level = 0;
  std::string aaz502;               ///< state of the card
  std::string maskedName;           ///< star and the rest
  std::vector<std::string> offers;  ///< ways to a higher level: pin, phone, face, clerk
};
struct CardSignIn {
  using Answer = CardSignedIn;
  static constexpr std::string_view kInfno = "8110";
  std::string way;  ///< card, id
  Sealed aac002, aac003;
  std::string aaz500, aaz501, aaz508;  ///< empty by id card
  Area aab301;
  std::string algorithm;  ///< 01 DES, 02 SSF33, 03 SM4
  std::string resetInfo;  ///< historical bytes, hexadecimal
  bool proven = false;    ///< the card proved itself to the security module, the id card to its reader
  std::string service;    ///< catalogue id the person came for; may be empty
  /// Empty, or what a card is brought for that opens no session otherwise: enable (state 0), release (state
  /// 4). Such a session does this and nothing else.
  std::string purpose;
  std::string idExpires;  ///< last day of the id card, yyyy-MM-dd; empty: it has none, or this is no id card
};

/// 8111: what the card said to its PIN.
struct LevelReached {
  std::uint8_t level = 0;
  std::string aaz502;
  std::vector<std::string> offers;
};
struct PinResult {
  using Answer = LevelReached;
  static constexpr std::string_view kInfno = "8111";
  std::string sessionId;
  std::string result;  ///< ok, wrong, blocked
  std::uint8_t triesLeft = 0;
  bool initialPin = false;  ///< the PIN is still the one the card was handed out with
};

/// 8112
struct FaceCheck {
  using Answer = LevelReached;
  static constexpr std::string_view kInfno = "8112";
  std::string sessionId;
  std::uint8_t score = 0;  ///< likeness with the id photo, per cent
  bool alive = false;
};

/// 8101: the terminal scanned the phone's code.
struct PhoneCodeTaken {
  std::string loginId;
  bool needConfirm = true;
};
struct PhoneCode {
  using Answer = PhoneCodeTaken;
  static constexpr std::string_view kInfno = "8101";
  std::string qr;
  std::string purpose;  ///< 01 query, 02 payment, 03 other, 04 treatment away from home
  std::string orgId, place, service;
  std::string nonce;  ///< 32 hexadecimal digits
};

/// 8102: a code for the phone to scan.
struct CodeCreated {
  std::string loginId;   ///< 20 symbols
  std::string qrSecret;  ///< 32 hexadecimal digits; sealed under the session key where there is one
  std::uint32_t expiresIn = 120, interval = 2;  ///< seconds
};
struct CreateCode {
  using Answer = CodeCreated;
  static constexpr std::string_view kInfno = "8102";
  std::string kind;  ///< kiosk, web
  std::string place, service;
};

/// 8103: both flows.
struct SignInState {
  std::string state;        ///< PENDING, SCANNED, CONFIRMED, EXPIRED, INVALID
  bool slowDown = false;    ///< add five seconds to the interval
  std::string maskedName;   ///< from SCANNED on
  std::string matchNumber;  ///< from SCANNED on, flow B: four digits
  std::string sessionId;    ///< CONFIRMED
  std::uint8_t level = 0;
  std::vector<PersonRecord> person;  ///< CONFIRMED: one
  std::uint32_t reason = 0;          ///< INVALID, EXPIRED: infcode
};
struct PollSignIn {
  using Answer = SignInState;
  static constexpr std::string_view kInfno = "8103";
  std::string loginId;
};

/// 8106
struct CancelSignIn {
  using Answer = Done;
  static constexpr std::string_view kInfno = "8106";
  std::string loginId;
};

/// 8107: the holder lets another platform know who it is.
struct CodeGiven {
  std::string code;              ///< for that platform, good once
  std::uint32_t expiresIn = 60;  ///< seconds
};
struct Authorise {
  using Answer = CodeGiven;
  static constexpr std::string_view kInfno = "8107";
  std::string sessionId, clientId;
  std::vector<std::string> fields;  ///< what is handed over, of name, number, mobile
};

/// 8108: what the holder agreed to, for the platform's own terminal.
struct HandedOver {
  std::string esscNo;             ///< 32 symbols: the holder, for this platform alone
  Sealed aac002, aac003, aac067;  ///< number, name, mobile; empty where the holder did not agree
  std::string time;               ///< yyyyMMddHHmmssSSS
};
struct ExchangeCode {
  using Answer = HandedOver;
  static constexpr std::string_view kInfno = "8108";
  std::string code, clientId;
};

/// 8113
struct EndSession {
  using Answer = Done;
  static constexpr std::string_view kInfno = "8113";
  std::string sessionId;
};

}  // namespace ssc::wire::office
