#include "crypto/envelope_der.hpp"

#include <algorithm>
#include <openssl/asn1.h>
#include <openssl/objects.h>
#include <openssl/pkcs7.h>
#include <tuple>
#include <utility>

#include "crypto/x509_handles.hpp"

namespace ssc::crypto {

namespace {

// GM/T 0006 and GM/T 0010 §6.
constexpr const char* kDataType = "1.2.156.10197.6.1.4.2.1";
constexpr const char* kEnvelopedType = "1.2.156.10197.6.1.4.2.3";
constexpr const char* kSm2Encryption = "1.2.156.10197.1.301.3";
constexpr const char* kSm4Cbc = "1.2.156.10197.1.104.2";
constexpr long kVersion = 1;
constexpr int kContentTag = 0;
constexpr int kConstructed = 1;

using EnvelopePtr = OpensslPtr<PKCS7_ENVELOPE, PKCS7_ENVELOPE_free>;
using RecipientPtr = OpensslPtr<PKCS7_RECIP_INFO, PKCS7_RECIP_INFO_free>;
using IssuerAndSerialPtr = OpensslPtr<PKCS7_ISSUER_AND_SERIAL, PKCS7_ISSUER_AND_SERIAL_free>;
using ObjectPtr = OpensslPtr<ASN1_OBJECT, ASN1_OBJECT_free>;

ObjectPtr objectOf(const char* dotted) {
  constexpr int kNumbersOnly = 1;
  return ObjectPtr(OBJ_txt2obj(dotted, kNumbersOnly));
}

bool is(const ASN1_OBJECT* object, const char* dotted) {
  const ObjectPtr wanted = objectOf(dotted);
  return wanted && object != nullptr && OBJ_cmp(object, wanted.get()) == 0;
}

template <typename T, typename Encoder>
Bytes encoded(const T* object, Encoder encode) {
  const int size = encode(object, nullptr);
  if (size <= 0) return {};
  Bytes der(static_cast<std::size_t>(size));
  unsigned char* cursor = der.data();
  return encode(object, &cursor) == size ? der : Bytes{};
}

/// An object that fills `der` from the first byte to the last, or nullptr.
template <typename Pointer, typename Decoder>
Pointer decoded(ByteView der, Decoder decode) {
  const unsigned char* cursor = der.data();
  Pointer object(decode(nullptr, &cursor, static_cast<long>(der.size())));
  return cursor == der.data() + der.size() ? std::move(object) : nullptr;
}

OctetsPtr octetsOf(ByteView bytes) {
  OctetsPtr octets(ASN1_OCTET_STRING_new());
  const bool set =
      octets && ASN1_OCTET_STRING_set(octets.get(), bytes.data(), static_cast<int>(bytes.size())) == 1;
  return set ? std::move(octets) : nullptr;
}

Bytes bytesOf(const ASN1_OCTET_STRING* octets) {
  const auto* data = ASN1_STRING_get0_data(octets);
  return {data, data + ASN1_STRING_length(octets)};
}

bool setAlgorithm(X509_ALGOR* algorithm, const char* dotted, OctetsPtr parameter) {
  ObjectPtr object = objectOf(dotted);
  const int kind = parameter ? V_ASN1_OCTET_STRING : V_ASN1_UNDEF;
  if (!object || X509_ALGOR_set0(algorithm, object.get(), kind, parameter.get()) != 1) return false;
  std::ignore = object.release();  // the algorithm owns both now
  std::ignore = parameter.release();
  return true;
}

RecipientPtr recipientOf(const EnvelopeParts& parts) {
  RecipientPtr recipient(PKCS7_RECIP_INFO_new());
  auto named = decoded<IssuerAndSerialPtr>(parts.issuerAndSerial, d2i_PKCS7_ISSUER_AND_SERIAL);
  if (!recipient || !named) return nullptr;
  PKCS7_ISSUER_AND_SERIAL_free(std::exchange(recipient->issuer_and_serial, named.release()));
  const auto& key = parts.wrappedKey;
  const bool set = ASN1_INTEGER_set(recipient->version, kVersion) == 1 &&
                   setAlgorithm(recipient->key_enc_algor, kSm2Encryption, nullptr) &&
                   ASN1_OCTET_STRING_set(recipient->enc_key, key.data(), static_cast<int>(key.size())) == 1;
  return set ? std::move(recipient) : nullptr;
}

bool setContent(PKCS7_ENC_CONTENT* content, const EnvelopeParts& parts) {
  ObjectPtr type = objectOf(kDataType);
  OctetsPtr iv = octetsOf(parts.iv);
  OctetsPtr bytes = octetsOf(parts.content);
  if (!type || !iv || !bytes || !setAlgorithm(content->algorithm, kSm4Cbc, std::move(iv))) return false;
  ASN1_OBJECT_free(std::exchange(content->content_type, type.release()));
  ASN1_OCTET_STRING_free(std::exchange(content->enc_data, bytes.release()));
  return true;
}

EnvelopePtr envelopeOf(const EnvelopeParts& parts) {
  EnvelopePtr envelope(PKCS7_ENVELOPE_new());
  RecipientPtr recipient = recipientOf(parts);
  if (!envelope || !recipient || ASN1_INTEGER_set(envelope->version, kVersion) != 1 ||
      !setContent(envelope->enc_data, parts) ||
      sk_PKCS7_RECIP_INFO_push(envelope->recipientinfo, recipient.get()) <= 0)
    return nullptr;
  std::ignore = recipient.release();  // the list owns it now
  return envelope;
}

Bytes wrapped(int tag, int tagClass, ByteView content) {
  const int size = static_cast<int>(content.size());
  Bytes der(static_cast<std::size_t>(ASN1_object_size(kConstructed, size, tag)));
  unsigned char* cursor = der.data();
  ASN1_put_object(&cursor, kConstructed, size, tag, tagClass);
  std::copy(content.begin(), content.end(), cursor);
  return der;
}

/// What a constructed object of this tag holds that begins at `der`; it must reach to the end.
std::optional<ByteView> unwrapped(ByteView der, int wantedTag, int wantedClass) {
  const unsigned char* cursor = der.data();
  long size = 0;
  int tag = 0, tagClass = 0;
  const int form = ASN1_get_object(&cursor, &size, &tag, &tagClass, static_cast<long>(der.size()));
  const unsigned char* end = der.data() + der.size();
  if (form != V_ASN1_CONSTRUCTED || tag != wantedTag || tagClass != wantedClass || size != end - cursor)
    return std::nullopt;
  return ByteView(cursor, end);
}

/// The [0] of ContentInfo, if its type is envelopedData.
std::optional<ByteView> contentInfo(ByteView der) {
  const auto fields = unwrapped(der, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
  if (!fields) return std::nullopt;
  const unsigned char* cursor = fields->data();
  const ObjectPtr type(d2i_ASN1_OBJECT(nullptr, &cursor, static_cast<long>(fields->size())));
  if (!is(type.get(), kEnvelopedType)) return std::nullopt;
  return unwrapped({cursor, fields->data() + fields->size()}, kContentTag, V_ASN1_CONTEXT_SPECIFIC);
}

bool readContent(const PKCS7_ENC_CONTENT* content, EnvelopeParts& parts) {
  const ASN1_OBJECT* algorithm = nullptr;
  const void* parameter = nullptr;
  int kind = 0;
  X509_ALGOR_get0(&algorithm, &kind, &parameter, content->algorithm);
  if (!is(content->content_type, kDataType) || !is(algorithm, kSm4Cbc) || kind != V_ASN1_OCTET_STRING ||
      content->enc_data == nullptr)
    return false;
  const Bytes iv = bytesOf(static_cast<const ASN1_OCTET_STRING*>(parameter));
  if (iv.size() != parts.iv.size()) return false;
  std::copy(iv.begin(), iv.end(), parts.iv.begin());
  parts.content = bytesOf(content->enc_data);
  return true;
}

bool readRecipient(const PKCS7_RECIP_INFO* recipient, EnvelopeParts& parts) {
  const ASN1_OBJECT* algorithm = nullptr;
  X509_ALGOR_get0(&algorithm, nullptr, nullptr, recipient->key_enc_algor);
  if (!is(algorithm, kSm2Encryption)) return false;
  parts.issuerAndSerial = encoded(recipient->issuer_and_serial, i2d_PKCS7_ISSUER_AND_SERIAL);
  parts.wrappedKey = bytesOf(recipient->enc_key);
  return true;
}

}  // namespace

Bytes issuerAndSerialOf(ByteView certificateDer) {
  const X509Ptr certificate = x509FromDer(certificateDer);
  const IssuerAndSerialPtr named(PKCS7_ISSUER_AND_SERIAL_new());
  if (!certificate || !named || X509_NAME_set(&named->issuer, X509_get_issuer_name(certificate.get())) != 1 ||
      ASN1_STRING_copy(named->serial, X509_get0_serialNumber(certificate.get())) != 1)
    return {};
  return encoded(named.get(), i2d_PKCS7_ISSUER_AND_SERIAL);
}

std::optional<Bytes> encodeEnvelope(const EnvelopeParts& parts) {
  const EnvelopePtr envelope = envelopeOf(parts);
  const ObjectPtr type = objectOf(kEnvelopedType);
  if (!envelope || !type) return std::nullopt;
  Bytes fields = encoded(type.get(), i2d_ASN1_OBJECT);
  const Bytes inner = encoded(envelope.get(), i2d_PKCS7_ENVELOPE);
  if (fields.empty() || inner.empty()) return std::nullopt;
  const Bytes content = wrapped(kContentTag, V_ASN1_CONTEXT_SPECIFIC, inner);
  fields.insert(fields.end(), content.begin(), content.end());
  return wrapped(V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL, fields);
}

std::optional<EnvelopeParts> decodeEnvelope(ByteView der) {
  const auto content = contentInfo(der);
  if (!content) return std::nullopt;
  const auto envelope = decoded<EnvelopePtr>(*content, d2i_PKCS7_ENVELOPE);
  EnvelopeParts parts;
  if (!envelope || sk_PKCS7_RECIP_INFO_num(envelope->recipientinfo) != 1 ||
      !readContent(envelope->enc_data, parts) ||
      !readRecipient(sk_PKCS7_RECIP_INFO_value(envelope->recipientinfo, 0), parts))
    return std::nullopt;
  return parts;
}

}  // namespace ssc::crypto
