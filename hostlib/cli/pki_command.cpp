// `ssc pki show|certificate|sign|verify|seal|open`: the certificates of third-generation cards.
#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/core.h>

#include "apdu/bytes.hpp"
#include "hostlib/cli/card_command.hpp"
#include "hostlib/cli/file_io.hpp"
#include "hostlib/flows/pki.hpp"

namespace ssc::cli {
namespace {

using crypto::Bytes;
using crypto::ByteView;
using crypto::Certificate;
using flows::Failure;
using flows::Outcome;
using flows::Reason;
using profile::Language;

Outcome<std::vector<Certificate>> certificatesIn(const std::string& name) {
  const auto bytes = readInput(name);
  if (!bytes) return tl::unexpected(bytes.error());
  auto certificates = crypto::readCertificates(*bytes);
  if (!certificates)
    return tl::unexpected(
        Failure{Reason::badInput, name + ": " + std::string(crypto::toText(certificates.error())), {}});
  return std::move(*certificates);
}

Outcome<void> checkTrust(const Options& options, const Certificate& certificate, crypto::KeyUse use) {
  if (options.authorities.empty()) return {};
  const auto trusted = certificatesIn(options.authorities);
  if (!trusted) return tl::unexpected(trusted.error());
  const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  return flows::trustCertificate(certificate, use, *trusted, now);
}

int say(const Options& options, const render::Json& json, const char* zh, const char* en) {
  if (options.json) {
    render::Json answer = {{"ok", true}};
    answer.update(json);
    printJson(answer);
  } else {
    fmt::print("{}\n", languageOf(options, {}) == Language::zh ? zh : en);
  }
  return kExitOk;
}

int refuse(const Options& options, const Failure& failure) {
  return report(failure, options, languageOf(options, {}));
}

// ---- on a card

struct BothCertificates {
  std::optional<Certificate> signing, encryption;
};

Outcome<BothCertificates> readBoth(flows::Visit& visit, const profile::Config&) {
  auto signing = flows::readCertificate(visit, card::PkiKeyPair::signing);
  if (!signing) return tl::unexpected(signing.error());
  auto encryption = flows::readCertificate(visit, card::PkiKeyPair::encryption);
  if (!encryption) return tl::unexpected(encryption.error());
  return BothCertificates{std::move(*signing), std::move(*encryption)};
}

struct CertificateRow {
  const char *key, *zh, *en;
};
constexpr std::array<CertificateRow, 5> kCertificateRows{{{"subject", "  持有人", "  Subject"},
                                                          {"issuer", "  颁发机构", "  Issuer"},
                                                          {"serialNumber", "  序列号", "  Serial number"},
                                                          {"notBefore", "  有效期自", "  Valid from"},
                                                          {"notAfter", "  有效期至", "  Valid until"}}};

void printCertificate(std::string_view title, const std::optional<Certificate>& certificate, bool full,
                      Language language) {
  fmt::print("{}\n", title);
  if (!certificate) return fmt::print("  ·\n");
  const render::Json json =
      render::certificate(*certificate, full ? render::Shown::full : render::Shown::masked);
  for (const CertificateRow& row : kCertificateRows)
    printLine(language == Language::zh ? row.zh : row.en, json[row.key].get<std::string>());
}

int show(const Options& options, std::stop_token stop) {
  CardCommand<BothCertificates> command;
  command.run = readBoth;
  command.json = [&options](const BothCertificates& both) {
    const auto json = [&](const std::optional<Certificate>& certificate) {
      return certificate ? render::certificate(*certificate, shownBy(options)) : render::Json();
    };
    return render::Json{{"signing", json(both.signing)}, {"encryption", json(both.encryption)}};
  };
  command.print = [&options](const BothCertificates& both, Language language) {
    const bool zh = language == Language::zh;
    printCertificate(zh ? "签名证书" : "Signing certificate", both.signing, options.full, language);
    printCertificate(zh ? "加密证书" : "Encryption certificate", both.encryption, options.full, language);
  };
  return runOnCard(options, std::move(stop), command);
}

// A command whose result is bytes for a file.
int runToFile(const Options& options, std::stop_token stop, unsigned pinEntries,
              std::function<Outcome<Bytes>(flows::Visit&)> run) {
  const auto prepared = prepare(options, std::move(stop), {pinEntries, {}});
  if (!prepared) return prepared.error();
  const auto result = flows::call<Bytes>(
      prepared->config, prepared->call,
      [run = std::move(run), interface = prepared->interface](flows::Visit& visit) -> Outcome<Bytes> {
        if (const auto taken = visit.take(interface); !taken) return tl::unexpected(taken.error());
        return run(visit);
      });
  if (!result) return refuse(options, result.error());
  const auto written = writeOutput(options.output, result->value);
  if (!written) return refuse(options, written.error());
  if (options.output == "-") return kExitOk;
  return say(options, {{"bytes", result->value.size()}}, "已写入文件。", "Written to the file.");
}

int saveCertificate(const Options& options, std::stop_token stop) {
  return runToFile(options, std::move(stop), 0, [use = options.value](flows::Visit& visit) -> Outcome<Bytes> {
    const auto pair = use == "encryption" ? card::PkiKeyPair::encryption : card::PkiKeyPair::signing;
    const auto certificate = flows::readCertificate(visit, pair);
    if (!certificate) return tl::unexpected(certificate.error());
    if (!*certificate) return tl::unexpected(Failure{Reason::notSupported, "no certificate yet", {}});
    const std::string pem = crypto::toPem(**certificate);
    return Bytes(pem.begin(), pem.end());
  });
}

int sign(const Options& options, std::stop_token stop) {
  const auto message = readInput(options.input);
  if (!message) return refuse(options, message.error());
  return runToFile(options, std::move(stop), 1, [message = *message](flows::Visit& visit) -> Outcome<Bytes> {
    const auto pin = flows::askForPkiPin(visit);
    if (!pin) return tl::unexpected(pin.error());
    const auto text = flows::signMessage(visit, message, *pin);
    if (!text) return tl::unexpected(text.error());
    return Bytes(text->signature.begin(), text->signature.end());
  });
}

int openSealed(const Options& options, std::stop_token stop) {
  const auto envelope = readInput(options.input);
  if (!envelope) return refuse(options, envelope.error());
  return runToFile(options, std::move(stop), 1,
                   [envelope = *envelope](flows::Visit& visit) -> Outcome<Bytes> {
                     const auto pin = flows::askForPkiPin(visit);
                     if (!pin) return tl::unexpected(pin.error());
                     const auto message = flows::openEnvelope(visit, envelope, *pin);
                     if (!message) return tl::unexpected(message.error());
                     return Bytes(message->reveal().begin(), message->reveal().end());
                   });
}

// ---- without a card

int verify(const Options& options, std::stop_token) {
  const auto message = readInput(options.input);
  if (!message) return refuse(options, message.error());
  const auto bytes = readInput(options.signature);
  if (!bytes) return refuse(options, bytes.error());
  const auto certificates = certificatesIn(options.certificate);
  if (!certificates) return refuse(options, certificates.error());
  crypto::Sm2Signature signature{};
  if (bytes->size() != signature.size())
    return refuse(options, {Reason::badInput, options.signature + ": not 64 bytes", {}});
  std::copy(bytes->begin(), bytes->end(), signature.begin());
  const auto trusted = checkTrust(options, certificates->front(), crypto::KeyUse::signature);
  if (!trusted) return refuse(options, trusted.error());
  const auto fits = flows::verifyMessage(certificates->front(), *message, signature);
  if (!fits) return refuse(options, fits.error());
  return say(options, {{"trusted", !options.authorities.empty()}}, "签名有效。", "The signature is right.");
}

int seal(const Options& options, std::stop_token) {
  const auto message = readInput(options.input);
  if (!message) return refuse(options, message.error());
  const auto certificates = certificatesIn(options.certificate);
  if (!certificates) return refuse(options, certificates.error());
  const auto trusted = checkTrust(options, certificates->front(), crypto::KeyUse::encryption);
  if (!trusted) return refuse(options, trusted.error());
  crypto::SystemRandom random;
  const auto envelope = crypto::sealEnvelope(certificates->front(), *message, random);
  if (!envelope) return refuse(options, {Reason::badInput, "the certificate is not for encryption", {}});
  const auto written = writeOutput(options.output, *envelope);
  if (!written) return refuse(options, written.error());
  if (options.output == "-") return kExitOk;
  return say(options, {{"bytes", envelope->size()}}, "已写入文件。", "Written to the file.");
}

struct PkiAction {
  std::string_view name;
  int (*run)(const Options&, std::stop_token);
};
constexpr std::array<PkiAction, 6> kActions{{{"show", show},
                                             {"certificate", saveCertificate},
                                             {"sign", sign},
                                             {"verify", verify},
                                             {"seal", seal},
                                             {"open", openSealed}}};

}  // namespace

int runPki(const Options& options, std::stop_token stop) {
  const auto action = std::find_if(kActions.begin(), kActions.end(),
                                   [&](const PkiAction& row) { return row.name == options.action; });
  return action == kActions.end() ? kExitUsage : action->run(options, std::move(stop));
}

}  // namespace ssc::cli
