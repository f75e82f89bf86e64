#include "hostlib/office/registration.hpp"

#include "crypto/hex.hpp"
#include "hostlib/office/ask.hpp"
#include "hostlib/office/private_files.hpp"

namespace ssc::office {
namespace {

using wire::office::Register;
using wire::office::Registered;

https::Settings linkTo(const std::string& url, const Settings& settings) {
  https::Settings link;
  link.endpoint = https::endpointOf(url).value_or(https::Endpoint{});
  link.authority = settings.authority;
  return link;
}

/// The code, kept for the questions that follow.
Result<std::string> keptCode(const IdentityFiles& files, const std::string& code) {
  if (!code.empty()) {
    if (auto written = writePrivately(files.code(), code); !written) return tl::unexpected(written.error());
    return code;
  }
  if (!fileExists(files.code()))
    return tl::unexpected(Error{Fault::notRegistered, "a code is needed", 0, {}, {}, false});
  return readPrivately(files.code()).map([](const crypto::SecretBytes& bytes) {
    return std::string(bytes.reveal().begin(), bytes.reveal().end());
  });
}

// The center's key is the one of the settings, which came another way; an answer that names another is not
// followed.
Result<Registration> follow(const IdentityFiles& files, const Registered& answer, const Applicant& applicant,
                            const crypto::Sm2PublicKey& centerKey) {
  if (answer.state == "REGISTERED") return Registration::registered;
  if (answer.state != "APPROVED")
    return tl::unexpected(Error{Fault::badAnswer, "output: state: is not known", 0, {}, {}, false});
  if (crypto::fromHex(answer.centerKey) != centerKey.point())
    return tl::unexpected(
        Error{Fault::notTrusted, "output: centerKey: is not that of the settings", 0, {}, {}, false});
  if (auto done = completeIdentity(files, answer, applicant); !done) return tl::unexpected(done.error());
  return Registration::approved;
}

}  // namespace

https::Settings registrationLink(const Settings& settings) {
  return linkTo(settings.registerUrl, settings);
}

https::Settings officeLink(const Settings& settings) {
  const IdentityFiles files{settings.folder};
  https::Settings link = linkTo(settings.url, settings);
  link.certificate = files.tlsCertificate().string();
  link.key = files.tlsKey().string();
  return link;
}

Result<Registration> registerTerminal(const Settings& settings, const std::string& code, const Parts& parts,
                                      const std::stop_token& stop) {
  if (const auto mistake = mistakeIn(settings)) return badFile("office." + *mistake);
  if (settings.registerUrl.empty()) return badFile("office.register_url: is missing");
  const IdentityFiles files{settings.folder};
  if (identityState(files) == IdentityState::complete) return Registration::approved;
  const auto centerKey = readCenterKey(settings.centerKey);
  if (!centerKey) return tl::unexpected(centerKey.error());
  const auto applicant = prepareIdentity(files, settings.terminal);
  if (!applicant) return tl::unexpected(applicant.error());
  const auto known = keptCode(files, code);
  if (!known) return tl::unexpected(known.error());
  Numbers numbers(settings.folder, parts.clock);
  const Station station{settings,        applicant->signKey, *centerKey,  numbers,
                        parts.transport, parts.clock,        parts.random};
  std::string msgid;
  const auto answer =
      ask(station, Register{*known, applicant->tlsRequest, applicant->signPoint}, msgid, stop);
  if (!answer) return tl::unexpected(answer.error());
  return follow(files, *answer, *applicant, *centerKey);
}

}  // namespace ssc::office
