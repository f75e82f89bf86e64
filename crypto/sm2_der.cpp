#include "crypto/sm2_der.hpp"

#include <algorithm>
#include <openssl/asn1.h>
#include <openssl/ecdsa.h>
#include <tuple>
#include <utility>

#include "crypto/openssl_handles.hpp"

namespace ssc::crypto {

namespace {

constexpr std::size_t kScalar = 32;
constexpr std::size_t kDigest = 32;
// Sequence and element headers, and the sign bytes of two integers: 6 + 2·(2 + 33) + 34 + 6 stays below this.
constexpr std::size_t kDerMargin = 128;
// The lengths of ASN.1 are int and long in OpenSSL.
constexpr std::size_t kLargestC2 = std::size_t{1} << 30U;

using SignaturePtr = OpensslPtr<ECDSA_SIG, ECDSA_SIG_free>;
using Asn1IntegerPtr = OpensslPtr<ASN1_INTEGER, ASN1_INTEGER_free>;
using Asn1OctetsPtr = OpensslPtr<ASN1_OCTET_STRING, ASN1_OCTET_STRING_free>;

BignumPtr bignum(ByteView bytes) {
  return BignumPtr(BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr));
}

/// 32 bytes, big endian; false when the number is longer or negative.
bool writeScalar(const BIGNUM* number, std::uint8_t* out) {
  return number != nullptr && BN_is_negative(number) == 0 &&
         BN_bn2binpad(number, out, static_cast<int>(kScalar)) == static_cast<int>(kScalar);
}

/// Appends what an i2d_… function writes; false when it refuses.
template <typename T, typename Encoder>
bool append(Bytes& out, const T* object, Encoder encode) {
  if (object == nullptr) return false;
  const int length = encode(object, nullptr);
  if (length <= 0) return false;
  const std::size_t before = out.size();
  out.resize(before + static_cast<std::size_t>(length));
  unsigned char* cursor = out.data() + before;
  return encode(object, &cursor) == length;
}

bool appendInteger(Bytes& out, ByteView scalar) {
  const BignumPtr number = bignum(scalar);
  const Asn1IntegerPtr integer(number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
  return append(out, integer.get(), i2d_ASN1_INTEGER);
}

bool appendOctets(Bytes& out, ByteView bytes) {
  const Asn1OctetsPtr octets(ASN1_OCTET_STRING_new());
  if (!octets || ASN1_OCTET_STRING_set(octets.get(), bytes.data(), static_cast<int>(bytes.size())) != 1)
    return false;
  return append(out, octets.get(), i2d_ASN1_OCTET_STRING);
}

Bytes sequenceOf(const Bytes& content) {
  const int length = static_cast<int>(content.size());
  Bytes der(static_cast<std::size_t>(ASN1_object_size(1, length, V_ASN1_SEQUENCE)));
  unsigned char* cursor = der.data();
  ASN1_put_object(&cursor, 1, length, V_ASN1_SEQUENCE, V_ASN1_UNIVERSAL);
  std::copy(content.begin(), content.end(), cursor);
  return der;
}

/// Reads the elements of one SEQUENCE that fills its input.
class SequenceReader {
 public:
  explicit SequenceReader(ByteView der) : at_(der.data()), end_(der.data() + der.size()) {
    long length = 0;
    int tag = 0;
    int tagClass = 0;
    const int form = ASN1_get_object(&at_, &length, &tag, &tagClass, static_cast<long>(der.size()));
    ok_ = form == V_ASN1_CONSTRUCTED && tag == V_ASN1_SEQUENCE && length == end_ - at_;
  }
  bool integer(std::uint8_t* scalar) {
    if (!ok_) return false;
    const Asn1IntegerPtr value(d2i_ASN1_INTEGER(nullptr, &at_, end_ - at_));
    const BignumPtr number(value ? ASN1_INTEGER_to_BN(value.get(), nullptr) : nullptr);
    return ok_ = writeScalar(number.get(), scalar);
  }
  std::optional<Bytes> octets() {
    if (!ok_) return std::nullopt;
    const Asn1OctetsPtr value(d2i_ASN1_OCTET_STRING(nullptr, &at_, end_ - at_));
    ok_ = value != nullptr;
    if (!ok_) return std::nullopt;
    const auto* data = ASN1_STRING_get0_data(value.get());
    return Bytes(data, data + ASN1_STRING_length(value.get()));
  }
  [[nodiscard]] bool finished() const { return ok_ && at_ == end_; }

 private:
  const unsigned char* at_;
  const unsigned char* end_;
  bool ok_ = false;
};

}  // namespace

std::optional<Bytes> signatureToDer(const Sm2Signature& signature) {
  const ByteView bytes(signature);
  const SignaturePtr object(ECDSA_SIG_new());
  BignumPtr r = bignum(bytes.first(kScalar));
  BignumPtr s = bignum(bytes.last(kScalar));
  if (!object || !r || !s || ECDSA_SIG_set0(object.get(), r.get(), s.get()) != 1) return std::nullopt;
  // The signature owns both numbers now.
  std::ignore = r.release();
  std::ignore = s.release();
  Bytes der;
  if (!append(der, object.get(), i2d_ECDSA_SIG)) return std::nullopt;
  return der;
}

std::optional<Sm2Signature> signatureFromDer(ByteView der) {
  const unsigned char* cursor = der.data();
  const SignaturePtr object(d2i_ECDSA_SIG(nullptr, &cursor, static_cast<long>(der.size())));
  if (!object || cursor != der.data() + der.size()) return std::nullopt;
  Sm2Signature out{};
  if (!writeScalar(ECDSA_SIG_get0_r(object.get()), out.data()) ||
      !writeScalar(ECDSA_SIG_get0_s(object.get()), out.data() + kScalar)) {
    return std::nullopt;
  }
  return out;
}

std::optional<Bytes> ciphertextToDer(ByteView ciphertext) {
  if (ciphertext.size() <= kSm2CiphertextOverhead) return std::nullopt;
  const ByteView c2 = ciphertext.subspan(kSm2CiphertextOverhead);
  if (c2.size() > kLargestC2) return std::nullopt;
  Bytes content;
  content.reserve(ciphertext.size() + kDerMargin);
  if (!appendInteger(content, ciphertext.first(kScalar)) ||
      !appendInteger(content, ciphertext.subspan(kScalar, kScalar)) ||
      !appendOctets(content, ciphertext.subspan(2 * kScalar, kDigest)) || !appendOctets(content, c2)) {
    return std::nullopt;
  }
  return sequenceOf(content);
}

std::optional<Bytes> ciphertextFromDer(ByteView der) {
  SequenceReader reader(der);
  Bytes out(2 * kScalar);
  if (!reader.integer(out.data()) || !reader.integer(out.data() + kScalar)) return std::nullopt;
  const auto c3 = reader.octets();
  const auto c2 = reader.octets();
  if (!c3 || c3->size() != kDigest || !c2 || c2->empty() || !reader.finished()) return std::nullopt;
  out.insert(out.end(), c3->begin(), c3->end());
  out.insert(out.end(), c2->begin(), c2->end());
  return out;
}

}  // namespace ssc::crypto
