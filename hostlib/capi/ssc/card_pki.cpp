// What the certificate application of a card does: certificates, signing, opening envelopes.
#include "hostlib/capi/ssc/bytes_argument.hpp"
#include "hostlib/capi/ssc/open_card.hpp"
#include "hostlib/flows/pki.hpp"

namespace ssc::capi {
namespace {

using crypto::Bytes;
using crypto::SecretBytes;
using flows::Failure;
using flows::Outcome;
using flows::Reason;

constexpr CardUse kWithPin{1, {}};

Outcome<card::PkiKeyPair> pairFrom(int key) {
  if (key != SSC_KEY_SIGNING && key != SSC_KEY_ENCRYPTION)
    return tl::unexpected(Failure{Reason::badParameter, "key", {}});
  return key == SSC_KEY_SIGNING ? card::PkiKeyPair::signing : card::PkiKeyPair::encryption;
}

Outcome<SecretBytes> certificateOf(flows::Visit& visit, card::PkiKeyPair pair) {
  const auto certificate = flows::readCertificate(visit, pair);
  if (!certificate) return tl::unexpected(certificate.error());
  if (!*certificate) return tl::unexpected(Failure{Reason::notSupported, "no certificate yet", {}});
  return SecretBytes(crypto::ByteView((*certificate)->der()));
}

Outcome<SecretBytes> certificate(OpenCard& card, const std::stop_token& stop, int key) {
  const auto pair = pairFrom(key);
  if (!pair) return tl::unexpected(pair.error());
  return card.run<SecretBytes>(stop, {},
                               [pair = *pair](flows::Visit& visit) { return certificateOf(visit, pair); });
}

Outcome<SecretBytes> signIn(flows::Visit& visit, crypto::ByteView message) {
  const auto pin = flows::askForPkiPin(visit);
  if (!pin) return tl::unexpected(pin.error());
  const auto text = flows::signMessage(visit, message, *pin);
  if (!text) return tl::unexpected(text.error());
  return SecretBytes(crypto::ByteView(text->signature));
}

Outcome<SecretBytes> openIn(flows::Visit& visit, crypto::ByteView envelope) {
  const auto pin = flows::askForPkiPin(visit);
  if (!pin) return tl::unexpected(pin.error());
  return flows::openEnvelope(visit, envelope, *pin);
}

// The flow owns its input: a call that is left behind must not look at the caller's.
Outcome<SecretBytes> work(OpenCard& card, const std::stop_token& stop, const BytesArgument& input,
                          const char* name, Outcome<SecretBytes> (*with)(flows::Visit&, crypto::ByteView)) {
  const auto bytes = input.checked(name);
  if (!bytes) return tl::unexpected(bytes.error());
  const auto owned = std::make_shared<const SecretBytes>(*bytes);
  return card.run<SecretBytes>(stop, kWithPin,
                               [owned, with](flows::Visit& visit) { return with(visit, owned->reveal()); });
}

}  // namespace
}  // namespace ssc::capi

using namespace ssc::capi;

int ssc_card_certificate(ssc_card* card, int key, uint8_t* out, size_t* length) {
  return giveOnCard(
      card, {out, length}, {"ssc_card_certificate", {key}},
      [&](OpenCard& open, const std::stop_token& stop) { return certificate(open, stop, key); });
}

int ssc_card_sign(ssc_card* card, const uint8_t* data, size_t size, uint8_t* out, size_t* length) {
  const BytesArgument input{data, size};
  return giveOnCard(
      card, {out, length}, {"ssc_card_sign", {input.view()}},
      [&](OpenCard& open, const std::stop_token& stop) { return work(open, stop, input, "data", signIn); });
}

int ssc_card_unseal(ssc_card* card, const uint8_t* envelope, size_t size, uint8_t* out, size_t* length) {
  const BytesArgument input{envelope, size};
  return giveOnCard(card, {out, length}, {"ssc_card_unseal", {input.view()}},
                    [&](OpenCard& open, const std::stop_token& stop) {
                      return work(open, stop, input, "envelope", openIn);
                    });
}
