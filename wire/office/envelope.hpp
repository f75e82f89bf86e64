// The envelope of every message between a terminal and its center: a head with the national medical
// interface's field names, a body that is a JSON text, an SM2 signature over both (docs/office.md).
#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/sm2.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire::office {

/// Of a body, bytes of UTF-8.
inline constexpr std::size_t kMaxBody = 40'000;
/// Of a whole envelope: the body may double where it is quoted.
inline constexpr std::size_t kMaxEnvelope = std::size_t{96} * 1024;

/// Names as they travel, without the underscores. Values hold neither a bar nor control characters.
struct Head {
  std::string infno;  ///< transaction, four digits
  std::string msgid;  ///< institution (12), yyyyMMddHHmmss, sequence (4): never used twice by a device
  std::string mdtrtareaAdmvs;  ///< area where the person is served, six digits
  std::string insuplcAdmdvs;   ///< area where the person is insured; may be empty
  std::string recerSysCode;    ///< HRSS, MED, BANK, FLEET
  std::string devNo;           ///< terminal id
  std::string devSafeInfo;     ///< a SafeInfo as JSON text
  std::string signtype = "SM2WITHSM3";
  std::string infver = "V1.0";
  std::string opterType;                     ///< 1 clerk, 2 self-service terminal, 3 mobile terminal
  std::string opter, opterName;              ///< of a kiosk: the terminal id
  std::string infTime;                       ///< yyyy-MM-dd HH:mm:ss, Beijing time
  std::string fixmedinsCode, fixmedinsName;  ///< institution
  std::string signNo;                        ///< from 9001; empty where none is needed
};

struct Request {
  Head head;
  std::string input;   ///< JSON text, hashed as it travels
  std::string cainfo;  ///< signature, Base64
};

struct Reply {
  unsigned infcode = 0;     ///< 0: done; else an ErrorCode
  std::string infRefmsgid;  ///< area (6), yyyyMMddHHmmss, serial (10)
  std::string refmsgTime;   ///< when the request came, yyyyMMddHHmmssSSS, Beijing time
  std::string respondTime;  ///< when this answer was given
  std::string errMsg;       ///< up to 200 characters, for a log
  std::string output;       ///< JSON text
  std::string cainfo;       ///< signature, Base64
};

/// What a terminal says of itself with every request.
struct SafeInfo {
  std::string kid;        ///< key id: which session key seals the body's personal fields
  std::uint64_t ctr = 0;  ///< rises with every request, those sent again too
  std::string ver;        ///< software version
  std::string tamper;     ///< bits as a decimal number; "0": none
};
std::string encode(const SafeInfo& info);
tl::expected<SafeInfo, BadMessage> decodeSafeInfo(std::string_view text);

/// The 16 values of the head without cainfo and input, then SM3(input) in hexadecimal, joined by bars.
tl::expected<std::string, crypto::CryptoError> textToSign(const Request& request);
/// infcode, inf_refmsgid, refmsg_time, respond_time, err_msg, the request's msgid, SM3(output).
tl::expected<std::string, crypto::CryptoError> textToSign(const Reply& reply, std::string_view msgid);

/// Whatever signs bytes with SM2 and the default identity, by reference: for parameters only.
class Signer {
 public:
  template <class Key>
    requires(!std::same_as<Key, Signer>)
  Signer(const Key& key)  // NOLINT(google-explicit-constructor): a key is a signer
      : key_(&key), sign_([](const void* with, crypto::ByteView text) {
          return static_cast<const Key*>(with)->sign(text);
        }) {}
  [[nodiscard]] tl::expected<crypto::Sm2Signature, crypto::CryptoError> sign(crypto::ByteView text) const {
    return sign_(key_, text);
  }

 private:
  const void* key_;
  tl::expected<crypto::Sm2Signature, crypto::CryptoError> (*sign_)(const void*, crypto::ByteView);
};

/// Fills cainfo.
tl::expected<void, crypto::CryptoError> sign(Request& request, Signer signer);
tl::expected<void, crypto::CryptoError> sign(Reply& reply, std::string_view msgid, Signer signer);
/// badSignature also where cainfo is no signature at all.
tl::expected<void, crypto::CryptoError> verify(const Request& request, const crypto::Sm2PublicKey& key);
tl::expected<void, crypto::CryptoError> verify(const Reply& reply, std::string_view msgid,
                                               const crypto::Sm2PublicKey& key);

std::string encode(const Request& request);
std::string encode(const Reply& reply);
/// Strict: every member once, none unknown, each inside its length and alphabet.
tl::expected<Request, BadMessage> decodeRequest(crypto::ByteView text);
tl::expected<Reply, BadMessage> decodeReply(crypto::ByteView text);

/// One terminal's request, handed on by the center it belongs to, to the center where the person is insured:
/// who asks was checked by the first, and it says so under its own signature.
struct Forwarded {
  std::string area;        ///< of the center that hands on, six digits
  std::string request;     ///< the terminal's envelope as it came
  std::string presenter;   ///< social security number of who is there
  std::string subject;     ///< social security number of whom it is about
  std::string card;        ///< identification of the card that was shown for the subject; empty: none was
  std::uint8_t level = 0;  ///< of the session, 0 to 3
  std::string time;        ///< yyyyMMddHHmmssSSS
  std::string cainfo;      ///< signature of the center over all of it, Base64
};
tl::expected<void, crypto::CryptoError> sign(Forwarded& message, Signer signer);
tl::expected<void, crypto::CryptoError> verify(const Forwarded& message, const crypto::Sm2PublicKey& key);
std::string encode(const Forwarded& message);
tl::expected<Forwarded, BadMessage> decodeForwarded(crypto::ByteView text);

/// The members of a Request, a Reply or a Forwarded as a JSON schema (wire/object_schema.hpp).
template <class Envelope>
std::string describeEnvelope();

}  // namespace ssc::wire::office
