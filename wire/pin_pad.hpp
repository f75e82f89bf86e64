// The messages between a host and a PIN pad beside its reader (docs/pin-pad.md). Each is a frame: type (1
// byte), length of the rest (2, big endian), then members of fixed length in the order they stand here,
// numbers big endian. The PIN itself travels in a PinBlock only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <tl/expected.hpp>
#include <variant>

#include "crypto/bytes.hpp"
#include "wire/bad_message.hpp"
#include "wire/pin_block.hpp"

namespace ssc::wire::pad {

/// Of these messages and of what they mean.
inline constexpr std::uint8_t kVersion = 1;
/// The longest time one entry may take, in milliseconds.
inline constexpr std::uint32_t kMostMilliseconds = 600'000;

/// What the pad asks its holder for, on the display and by voice.
enum class Prompt : std::uint8_t {
  verify = 1,  ///< 请输入密码
  current,     ///< 请输入原密码
  fresh,       ///< 请输入新密码
  repeat,      ///< 请再输入一次
};

/// Why there are no digits.
enum class NoEntry : std::uint8_t {
  cancelled = 1,  ///< by the holder, or by the host's Cancel
  timedOut,       ///< the time of the request is over
  wrongLength,    ///< fewer or more digits than the request allows
  busy,           ///< another host's entry is under way
};

/// Host: begins a session; the first message of a connection, sent once.
struct Hello {
  std::uint8_t version = kVersion;
  std::array<std::uint8_t, 64> key{};  ///< SM2 point X || Y, made for this connection
};
/// Pad: the session key, 16 random bytes enciphered for the host's key: C1 || C3 || C2 (GM/T 0009).
struct Session {
  std::array<std::uint8_t, 64 + 32 + kSessionKeySize> key{};
};
/// Host: let the holder enter a PIN.
struct Ask {
  std::uint32_t entry = 0;  ///< greater than any before in this session, from 1
  Prompt prompt = Prompt::verify;
  std::uint8_t least = kLeastDigits, most = kMostDigits;
  std::uint32_t milliseconds = 0;
};
/// Host: ends the entry; the pad forgets what was typed and answers NotEntered.
struct Cancel {
  std::uint32_t entry = 0;
};
/// Pad: the holder has entered a PIN.
struct Entered {
  std::uint32_t entry = 0;
  PinBlock block{};
};
/// Pad: the holder has not.
struct NotEntered {
  std::uint32_t entry = 0;
  NoEntry why = NoEntry::cancelled;
};

using Message = std::variant<Hello, Session, Ask, Cancel, Entered, NotEntered>;

/// The frame of a message.
crypto::Bytes encode(const Message& message);

/// Takes a stream apart. An unknown type, another length than the type's and a member out of its bounds end
/// it for good.
class MessageReader {
 public:
  void feed(crypto::ByteView bytes);
  /// The next whole message; none: more bytes are needed.
  tl::expected<std::optional<Message>, BadMessage> next();

 private:
  crypto::Bytes held_;
};

}  // namespace ssc::wire::pad
