// Terminals: register, power on, sign in, heartbeat, ask after a message.
#pragma once

#include <cstdint>
#include <vector>

#include "wire/office/body.hpp"

namespace ssc::wire::office {

/// 9020. Signed with the key it brings: whoever sends it has both private keys.
struct Registered {
  std::string state;                      ///< REGISTERED: wait for the approval, then ask again; APPROVED
  std::string tlsCertificate, authority;  ///< PEM, when approved: ours for TLS, and the center's authority
  std::string signCertificate;            ///< PEM, when approved: SM2
  std::string centerKey;                  ///< SM2 point of the center, hexadecimal, 64 bytes
  std::string logKey;  ///< when approved: the key of the settlement journal's MACs, 16 bytes, enciphered for
                       ///< the terminal's SM2 key, hexadecimal
};
struct Register {
  using Answer = Registered;
  static constexpr std::string_view kInfno = "9020";
  std::string code;        ///< one-time code from the operator, 8 symbols
  std::string tlsRequest;  ///< PKCS#10 in PEM, P-256
  std::string signKey;     ///< SM2 point, hexadecimal, 64 bytes
};

/// 9022, at each start, in two steps: without an answer a challenge comes back, with one the center's yes.
struct PoweredOn {
  std::string challenge;  ///< 64 hexadecimal digits; empty in the second step
};
struct PowerOn {
  using Answer = PoweredOn;
  static constexpr std::string_view kInfno = "9022";
  std::string challenge;  ///< second step: the one that came
  std::string measured;   ///< second step: SM3 of the programs that run here, hexadecimal
  std::string proof;      ///< second step: SM2 signature over challenge|measured, Base64
};

/// 9001, daily.
struct SignedIn {
  std::string signNo;
  std::string kid;          ///< names the session key in dev_safe_info
  std::string sessionKey;   ///< SM4 key, enciphered for the terminal's SM2 key, hexadecimal
  std::string serverTime;   ///< yyyyMMddHHmmssSSS, Beijing time
  std::string validUntil;   ///< the same
  std::vector<Area> areas;  ///< that can be asked about: the center's own first
};
struct SignIn {
  using Answer = SignedIn;
  static constexpr std::string_view kInfno = "9001";
  std::string version;  ///< of the software
};

/// Answer to messages that only are done.
struct Done {};

/// 9002
struct SignOut {
  using Answer = Done;
  static constexpr std::string_view kInfno = "9002";
};

/// 9010
struct Beaten {
  std::uint32_t interval = 60;  ///< seconds to the next
};
struct Heartbeat {
  using Answer = Beaten;
  static constexpr std::string_view kInfno = "9010";
  std::string link;         ///< ONLINE, SUSPECT, OFFLINE, RECOVERING
  bool session = false;     ///< whether somebody is signed in
  std::uint32_t queue = 0;  ///< messages waiting
  std::uint32_t alarm = 0;  ///< greatest level that is open, 0 to 5
};

/// 9015: asks without doing anything. An output can be as long as a body, so it comes in pieces: whoever has
/// fewer bytes than `size` asks for the rest.
struct Asked {
  std::string state;       ///< unknown, working, done
  std::string answer;      ///< done: the Reply as JSON text, without the output that its signature covers too
  std::string output;      ///< done: a piece of that output's bytes, Base64
  std::uint32_t size = 0;  ///< done: bytes of the whole output
};
struct AskAfter {
  using Answer = Asked;
  static constexpr std::string_view kInfno = "9015";
  std::string msgid;
  std::uint32_t from = 0;  ///< where in the output the piece begins, bytes
};
/// Of one piece, bytes: with its answer it fits in a body.
inline constexpr std::size_t kAskedPiece = 24'000;

}  // namespace ssc::wire::office
