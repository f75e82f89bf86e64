// PKI_SignData, PKI_VerifySign. The certificate application has a PIN of its own, and here it is a parameter:
// the one exception among the functions of this library.
#include <algorithm>

#include "SSCardDriver.h"
#include "crypto/base64.hpp"
#include "hostlib/capi/call_frame.hpp"
#include "hostlib/card/pin.hpp"
#include "hostlib/flows/pki.hpp"

namespace ssc::capi {
namespace {

using flows::Failure;
using flows::Reason;
using flows::Visit;

constexpr std::size_t kMostBase64 = 65535;
constexpr Argument kPinArgument{"pUserPin", 127};
constexpr Argument kDataArgument{"pInData", kMostBase64};
constexpr Argument kClearTextArgument{"pClearText", kMostBase64};
constexpr Argument kCertificateArgument{"pCert", kMostBase64};
constexpr Argument kSignatureArgument{"pSignature", 127};

Outcome<void> requireEnabled(const Call& call) {
  if (call.config().pkiEnabled) return {};
  return tl::unexpected(Failure{Reason::notSupported, "[pki] enabled is not set", {}});
}

Outcome<apdu::Bytes> bytesOf(const char* text, const Argument& argument) {
  const auto bounded = textOf(text, argument);
  if (!bounded) return tl::unexpected(bounded.error());
  auto bytes = crypto::fromBase64(*bounded);
  if (!bytes)
    return tl::unexpected(Failure{Reason::badInput, std::string(argument.name) + ": not Base64", {}});
  return std::move(*bytes);
}

bool isPin(std::string_view text) {
  return text.size() >= card::kMinPinDigits && text.size() <= card::kMaxPinDigits &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

using SharedPin = std::shared_ptr<const crypto::SecretBytes>;

Outcome<SharedPin> pinFrom(const char* text) {
  const auto bounded = textOf(text, kPinArgument);
  if (!bounded) return tl::unexpected(bounded.error());
  if (!isPin(*bounded)) return tl::unexpected(Failure{Reason::pinLength, std::string(kPinArgument.name), {}});
  const apdu::ByteView digits(reinterpret_cast<const std::uint8_t*>(bounded->data()), bounded->size());
  return std::make_shared<const crypto::SecretBytes>(digits);
}

Reply signData(Call& call, const char* userPin, const char* inData, int type) {
  if (const auto enabled = requireEnabled(call); !enabled) return tl::unexpected(enabled.error());
  const auto card = parseCard(type);
  if (!card) return tl::unexpected(card.error());
  const auto pin = pinFrom(userPin);
  if (!pin) return tl::unexpected(pin.error());
  const auto data = bytesOf(inData, kDataArgument);
  if (!data) return tl::unexpected(data.error());
  const auto signature = call.run<crypto::Sm2Signature>(
      [card = *card, pin = *pin, data = *data](Visit& visit) -> Outcome<crypto::Sm2Signature> {
        if (const auto taken = takeCard(visit, card); !taken) return tl::unexpected(taken.error());
        return flows::signMessage(visit, data, *pin).map([](const auto& signedText) {
          return signedText.signature;
        });
      });
  if (!signature) return tl::unexpected(signature.error());
  return crypto::Personal(crypto::toBase64(*signature));
}

Outcome<crypto::Sm2Signature> signatureFrom(const char* text) {
  const auto bytes = bytesOf(text, kSignatureArgument);
  if (!bytes) return tl::unexpected(bytes.error());
  crypto::Sm2Signature signature{};
  if (bytes->size() != signature.size())
    return tl::unexpected(Failure{Reason::badInput, "pSignature: not 64 bytes", {}});
  std::ranges::copy(*bytes, signature.begin());
  return signature;
}

Outcome<crypto::Certificate> certificateFrom(const char* text) {
  const auto bytes = bytesOf(text, kCertificateArgument);
  if (!bytes) return tl::unexpected(bytes.error());
  auto certificate = crypto::Certificate::fromDer(*bytes);
  if (certificate) return std::move(*certificate);
  return tl::unexpected(flows::certificateFailure(certificate.error(), Reason::badInput, "pCert"));
}

// No card takes part; the PIN is there because the interface has it.
Reply verifySign(Call& call, const char* userPin, const char* cert, const char* clearText,
                 const char* signatureText, int type) {
  if (const auto enabled = requireEnabled(call); !enabled) return tl::unexpected(enabled.error());
  if (const auto interface = parseInterface(type); !interface) return tl::unexpected(interface.error());
  if (const auto pin = textOf(userPin, kPinArgument); !pin) return tl::unexpected(pin.error());
  const auto certificate = certificateFrom(cert);
  if (!certificate) return tl::unexpected(certificate.error());
  const auto data = bytesOf(clearText, kClearTextArgument);
  if (!data) return tl::unexpected(data.error());
  const auto signature = signatureFrom(signatureText);
  if (!signature) return tl::unexpected(signature.error());
  return flows::verifyMessage(*certificate, *data, *signature).map([] { return crypto::Personal(); });
}

}  // namespace
}  // namespace ssc::capi

using ssc::capi::Call;
using ssc::capi::Export;

std::int64_t SSC_CALL PKI_SignData(char* pUserPin, char* pInData, int iType, char* pOutInfo) {
  return Call(Export::signData, pOutInfo).answer(ssc::capi::signData, pUserPin, pInData, iType);
}
std::int64_t SSC_CALL ssc_PKI_SignData(char* pUserPin, char* pInData, int iType, char* pOutInfo,
                                       std::uint32_t* pcbOut) {
  return Call(Export::signData, pOutInfo, pcbOut).answer(ssc::capi::signData, pUserPin, pInData, iType);
}

std::int64_t SSC_CALL PKI_VerifySign(char* pUserPin, char* pCert, char* pClearText, char* pSignature,
                                     int iType, char* pOutInfo) {
  return Call(Export::verifySign, pOutInfo)
      .answer(ssc::capi::verifySign, pUserPin, pCert, pClearText, pSignature, iType);
}
std::int64_t SSC_CALL ssc_PKI_VerifySign(char* pUserPin, char* pCert, char* pClearText, char* pSignature,
                                         int iType, char* pOutInfo, std::uint32_t* pcbOut) {
  return Call(Export::verifySign, pOutInfo, pcbOut)
      .answer(ssc::capi::verifySign, pUserPin, pCert, pClearText, pSignature, iType);
}
