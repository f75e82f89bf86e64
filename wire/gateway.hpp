// The gateway through which e-card apps reach the platform, in the style of public H5 gateways: everything
// travels as query parameters. The style is public, the bytes are this project's own.
//
//   POST /gateway?_api_access_id=…&_api_name=…&_api_signature=…&_api_timestamp=…&security=…   with an empty
//   body
//
//   _api_access_id   which app on which phone: 1 to 64 of A-Z a-z 0-9 - _ .
//   _api_name        what is asked (gateway_body.hpp): 1 to 32 of the same
//   _api_timestamp   when: milliseconds since 1970-01-01 UTC, 13 digits
//   security         the body, a JSON text, sealed by crypto::FieldSealer under the app's secret (16 bytes);
//                    associated: <name>|<access id>|<timestamp>
//   _api_signature   HMAC-SM3 over the four others, sorted by name, "name=value" joined by "&", in
//   hexadecimal;
//                    its key is HMAC-SM3(secret, "ssc gateway: signature key"), 32 bytes
//
// Sealed bytes are Base64 with the alphabet for URLs (RFC 4648 §5), without padding. No value ever needs an
// escape, so a text has one form and the signature covers what travels. Query parameters and not a body,
// because the style has them there; nobody who keeps a log of addresses learns more than who asked what when.
// POST and not GET, because most calls change something.
//
//   answer           {"security":"…"}, status 200: a Reply, sealed likewise; associated:
//                    answer|<name>|<access id>|<timestamp>|<signature of the request>
//
// An answer belongs to one request. Where there is no app to seal for, the status alone answers: 403.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "crypto/sealed.hpp"
#include "wire/bad_message.hpp"

namespace ssc::wire::gateway {

inline constexpr std::string_view kPath = "/gateway";
inline constexpr std::size_t kSecretBytes = 16;
/// Of a body, request or answer, in bytes.
inline constexpr std::size_t kMaxBody = 4000, kMaxAnswerBody = 16'000;
/// Of a query; of an answer as HTTP carries it.
inline constexpr std::size_t kMaxQuery = 6000, kMaxAnswer = 32'768;

/// The keys that follow from an app's secret.
class AppKeys {
 public:
  /// badKeyLength unless the secret has 16 bytes.
  static tl::expected<AppKeys, crypto::CryptoError> fromSecret(const crypto::Key& secret);
  [[nodiscard]] const crypto::FieldSealer& sealer() const { return sealer_; }
  [[nodiscard]] const crypto::Key& signature() const { return signature_; }

 private:
  AppKeys(crypto::FieldSealer sealer, crypto::Key signature)
      : sealer_(std::move(sealer)), signature_(std::move(signature)) {}
  crypto::FieldSealer sealer_;
  crypto::Key signature_;
};

/// What is sent; everything but the signature is said by the app.
struct Request {
  std::string name, accessId;
  std::uint64_t timestamp = 0;  ///< milliseconds since 1970
  std::string security, signature;
};

/// Who asks what, when.
struct Heading {
  std::string name, accessId;
  std::uint64_t timestamp = 0;
};
/// badLength for a body over kMaxBody.
tl::expected<Request, crypto::CryptoError> sealRequest(const AppKeys& keys, Heading heading,
                                                       crypto::ByteView body, crypto::RandomSource& random);
/// Sorted by name, without the question mark.
std::string queryOf(const Request& request);
/// Strict: each parameter once, sorted, none unknown, each of its form.
tl::expected<Request, BadMessage> parseQuery(std::string_view query);
/// In constant time; whoever is not signed is not looked into.
bool isSigned(const AppKeys& keys, const Request& request);
tl::expected<crypto::SecretBytes, crypto::CryptoError> openRequest(const AppKeys& keys,
                                                                   const Request& request);

struct Reply {
  unsigned infcode = 0;  ///< 0: done; else one of wire/office/errors.toml
  std::string errMsg;    ///< for a log: office::errorText()
  std::string zh, en;    ///< what the holder reads; empty where it is done
  std::string output;    ///< JSON text; empty where it is not
};
/// The HTTP body of the answer to a request.
tl::expected<std::string, crypto::CryptoError> sealReply(const AppKeys& keys, const Request& request,
                                                         const Reply& reply, crypto::RandomSource& random);
/// BadMessage for whatever is not the answer to this request.
tl::expected<Reply, BadMessage> openReply(const AppKeys& keys, const Request& request,
                                          crypto::ByteView answer);

/// The secret of a simulated phone: the first 16 bytes of SM3("SSC-TEST-PHONE/1|" and the access id). Known
/// to everybody: for tests and demonstrations.
tl::expected<crypto::Key, crypto::CryptoError> testSecret(std::string_view accessId);

}  // namespace ssc::wire::gateway
