#include <CLI/CLI.hpp>
#include <iostream>

#include "keys-sim/card/pki/pki_files.hpp"
#include "keys-sim/card/pki/test_authority.hpp"
#include "keys-sim/program/subcommands.hpp"

namespace ssc::sim {
namespace {

int fail(const std::string& what) {
  std::cerr << "ssc-sim: " << what << "\n";
  return 1;
}

int printAuthority(const std::string& rootLabel) {
  const auto authority = pki::testAuthority(TestRoots(rootLabel));
  if (!authority) return fail(std::string(crypto::toText(authority.error())));
  std::cout << crypto::toPem(authority->certificate());
  return 0;
}

int printCertificates(const std::string& path) {
  const auto profile = loadCardProfile(path);
  if (!profile) return fail(profile.error().text());
  for (const auto fid : {pki::kSigningCertificate, pki::kEncryptionCertificate}) {
    const auto file = profile->files.find({std::string(pki::kApplication), fid});
    if (file == profile->files.end()) return fail(path + ": this card is given no certificates");
    const auto certificate = crypto::Certificate::fromDer(file->second.data);
    if (!certificate) return fail(std::string(crypto::toText(certificate.error())));
    std::cout << crypto::toPem(*certificate);
  }
  return 0;
}

}  // namespace

void addPkiCommand(CLI::App& app, int& code) {
  auto text = std::make_shared<std::string>(TestRoots::kDefaultLabel);
  auto* command = app.add_subcommand("pki", "print test certificates in PEM");
  command->require_subcommand(1);
  auto* authority =
      command->add_subcommand("ca", "the authority that certifies the test cards of a root label");
  authority->add_option("--root-label", *text, "the label of the card profiles");
  authority->callback([text, &code] { code = printAuthority(*text); });
  auto path = std::make_shared<std::string>();
  auto* card =
      command->add_subcommand("card", "the signing and the encryption certificate of a card profile");
  card->add_option("--profile", *path, "card profile (TOML)")->required();
  card->callback([path, &code] { code = printCertificates(*path); });
}

}  // namespace ssc::sim
