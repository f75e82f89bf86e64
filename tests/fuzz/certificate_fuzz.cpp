// Certificates and envelopes from cards, files and strangers: what is read has the values it shows, nothing
// is trusted that the test authority did not sign, and an envelope opens or is refused.
//
// Input: the allocation that fails, one byte for the way in, then the bytes.
#include <fstream>
#include <iterator>
#include <string>

#include "crypto/envelope.hpp"
#include "crypto/x509.hpp"
#include "tests/fuzz/failing_allocation.hpp"
#include "tests/fuzz/input.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using namespace ssc;
using namespace ssc::crypto;
using fuzz::require;

constexpr std::size_t kMostText = 1U << 20U;

const std::vector<Certificate>& authorities() {
  static const std::vector<Certificate> trusted = [] {
    std::ifstream file(std::string(SSC_SAMPLES) + "/test-ca.pem", std::ios::binary);
    const Bytes pem{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    auto read = readCertificates(pem);
    require(read.has_value() && !read->empty(), "the test authority can be read");
    return std::move(*read);
  }();
  return trusted;
}

void checkTrust(const Certificate& certificate, std::span<const Certificate> others) {
  using std::chrono::sys_seconds;
  for (const KeyUse use : {KeyUse::signature, KeyUse::encryption}) {
    const auto trusted = checkChain(certificate, use, authorities(), certificate.notBefore(), others);
    if (!trusted) require(!toText(trusted.error()).empty(), "a refusal says why");
    const auto early = checkChain(certificate, use, authorities(),
                                  certificate.notBefore() - std::chrono::seconds(1), others);
    require(!early.has_value(), "before its time a certificate is not valid");
    const auto nobody = checkChain(certificate, use, {}, certificate.notBefore(), others);
    require(!nobody.has_value(), "nobody is trusted where no authority is");
  }
}

void checkCertificate(const Certificate& certificate, std::span<const Certificate> others) {
  require(certificate.subject().reveal().size() < kMostText && certificate.issuer().size() < kMostText,
          "names are bounded");
  require(certificate.serialNumber().size() % 2 == 0, "a serial number is whole bytes");
  require(certificate.publicKey().point().size() == 64, "an SM2 key is a point");
  const auto again = Certificate::fromDer(certificate.der());
  require(again && again->der() == certificate.der(), "its own DER is read again");
  checkTrust(certificate, others);
}

void readDer(ByteView bytes) {
  const auto certificate = Certificate::fromDer(bytes);
  if (certificate) checkCertificate(*certificate, {});
  if (bytes.size() >= 4) static_cast<void>(derSequenceSize(bytes.first(4)));
}

void readFile(ByteView bytes) {
  const auto certificates = readCertificates(bytes);
  if (!certificates) return;
  require(!certificates->empty(), "a file without certificates is refused");
  for (const Certificate& certificate : *certificates)
    checkCertificate(certificate, *certificates);
}

void openEnvelope(ByteView bytes) {
  static constexpr std::array<std::uint8_t, 16> kKey{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
  const auto envelope = Envelope::fromDer(bytes);
  if (!envelope) return;
  require(envelope->wrappedKey().size() == 64 + 32 + 16, "a content key is 16 bytes under SM2");
  static_cast<void>(envelope->isFor(authorities().front()));
  const auto message = envelope->open(Key(ByteView(kKey)));
  if (message) require(message->size() < bytes.size(), "a message is shorter than its envelope");
}

using Way = void (*)(ByteView bytes);
constexpr std::array<Way, 3> kWays{readDer, readFile, openEnvelope};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static_cast<void>(authorities());
  fuzz::Input input(data, size);
  const unsigned failing = input.byte();
  const Way way = kWays[input.byte() % kWays.size()];
  const auto bytes = input.rest();
  fuzz::withFailingAllocation(failing, [&] { way(bytes); });
  return 0;
}
