// How a terminal is registered: its keys, the questions, the approval, and what is not believed.
#include "hostlib/office/registration.hpp"

#include <doctest/doctest.h>
#include <fstream>
#include <sys/stat.h>

#include "crypto/hex.hpp"
#include "crypto/tls_certificate.hpp"
#include "tests/unit/office/rig.hpp"

using namespace ssc;
using namespace wire::office;
using office::Fault;
using office::Registration;
using test::Act;
using test::failure;
using test::OfficeRig;
using test::Seen;

namespace {

/// A terminal without an identity, and a center that approves when it is told to.
struct Bench {
  OfficeRig rig{false};
  bool approves = false;
  std::function<void(Registered&)> change = [](Registered&) {};

  Bench() {
    // The signing key is the one the first message brings.
    const auto applicant = office::prepareIdentity(rig.files(), rig.settings().terminal);
    rig.center.terminalPoint = applicant.value().signPoint;
    std::filesystem::remove_all(rig.files().folder / "none");
    rig.center.answerWith("9020", [this](const Seen& seen) {
      const auto body = decodeBody<Register>(seen.input).value();
      if (!approves) return encodeBody(Registered{"REGISTERED", "", "", "", ""});
      Registered answer = rig.approval(body.tlsRequest, body.signKey);
      change(answer);
      return encodeBody(answer);
    });
  }
  office::Result<Registration> ask(const std::string& code = "7F3K9Q2M") {
    return office::registerTerminal(rig.settings(), code, rig.parts());
  }
};

unsigned modeOf(const std::filesystem::path& file) {
  struct stat facts{};
  REQUIRE_EQ(::stat(file.c_str(), &facts), 0);
  return facts.st_mode & 0777U;
}

}  // namespace

TEST_CASE("a terminal asks, waits, asks again with the same keys and code, and has its certificates") {
  Bench bench;
  CHECK(bench.ask().value() == Registration::registered);
  CHECK(office::identityState(bench.rig.files()) == office::IdentityState::waiting);
  CHECK(failure(office::loadIdentity(bench.rig.files()), Fault::notRegistered).infcode == 0);
  CHECK(bench.ask("").value() == Registration::registered);
  bench.approves = true;
  const auto approved = bench.ask("");
  REQUIRE_MESSAGE(approved.has_value(), (approved ? "" : approved.error().text()));
  CHECK(*approved == Registration::approved);
  CHECK(office::identityState(bench.rig.files()) == office::IdentityState::complete);
  const auto seen = bench.rig.center.seen("9020");
  REQUIRE_EQ(seen.size(), 3);
  CHECK_EQ(seen[0].input, seen[1].input);
  CHECK_EQ(seen[0].input, seen[2].input);
  CHECK_FALSE(seen[0].head.msgid == seen[1].head.msgid);
  CHECK_EQ(seen[0].head.signNo, "");
  CHECK_EQ(seen[0].head.recerSysCode, "FLEET");
  const auto body = decodeBody<Register>(seen[0].input).value();
  CHECK_EQ(body.code, "7F3K9Q2M");
  CHECK_EQ(crypto::readCertificateRequest(body.tlsRequest).value().commonName, "999999000017");
  // Whoever is approved has nothing to ask, and can work.
  CHECK(bench.ask().value() == Registration::approved);
  CHECK_EQ(bench.rig.center.seen("9020").size(), 3);
  CHECK(bench.rig.client()->draft().has_value());
}

TEST_CASE("folder and files are their owner's alone, and the code is gone at the end") {
  Bench bench;
  REQUIRE(bench.ask().has_value());
  CHECK_EQ(modeOf(bench.rig.files().folder), 0700U);
  CHECK_EQ(modeOf(bench.rig.files().code()), 0600U);
  bench.approves = true;
  REQUIRE(bench.ask("").has_value());
  for (const auto& file :
       {bench.rig.files().tlsKey(), bench.rig.files().signKey(), bench.rig.files().tlsRequest(),
        bench.rig.files().tlsCertificate(), bench.rig.files().signCertificate()})
    CHECK_EQ(modeOf(file), 0600U);
  CHECK_FALSE(std::filesystem::exists(bench.rig.files().code()));
}

TEST_CASE("a folder others may write to is not used") {
  Bench bench;
  std::filesystem::permissions(bench.rig.files().folder, std::filesystem::perms(0770));
  CHECK(
      failure(bench.ask(), Fault::badFiles).where.ends_with("others may write to it: set its mode to 0700"));
  CHECK(bench.rig.center.order().empty());
}

TEST_CASE("without a code there is nothing to ask with") {
  Bench bench;
  CHECK_EQ(failure(bench.ask(""), Fault::notRegistered).where, "a code is needed");
  auto settings = bench.rig.settings();
  settings.registerUrl.clear();
  CHECK_EQ(failure(office::registerTerminal(settings, "A", bench.rig.parts()), Fault::badFiles).where,
           "office.register_url: is missing");
  CHECK(bench.rig.center.order().empty());
}

TEST_CASE("an answer that is not the center's, or that names another center, gives no certificates") {
  Bench bench;
  bench.approves = true;
  const auto other = crypto::Sm2KeyPair::generate().value();
  const auto otherPoint = crypto::toHex(other.publicKey().value().point());
  for (const Act act : {Act::strangersKey, Act::otherMessage}) {
    bench.rig.center.script("9020", {act});
    failure(bench.ask(), Fault::notTrusted);
  }
  bench.change = [&](Registered& answer) { answer.centerKey = otherPoint; };
  failure(bench.ask(), Fault::notTrusted);
  bench.change = [](Registered& answer) { answer.centerKey.clear(); };
  failure(bench.ask(), Fault::notTrusted);
  bench.change = [](Registered& answer) { answer.state = "MAYBE"; };
  failure(bench.ask(), Fault::badAnswer);
  CHECK(office::identityState(bench.rig.files()) == office::IdentityState::waiting);
}

TEST_CASE("certificates that are none, or for another key, are not kept") {
  Bench bench;
  bench.approves = true;
  const auto other = crypto::Sm2KeyPair::generate().value();
  const auto otherPoint = crypto::toHex(other.publicKey().value().point());
  bench.change = [&](Registered& answer) {
    const auto applicant = office::prepareIdentity(bench.rig.files(), "999999000017").value();
    answer.signCertificate = bench.rig.approval(applicant.tlsRequest, otherPoint).signCertificate;
  };
  CHECK_EQ(failure(bench.ask(), Fault::badFiles).where,
           "the center's answer: signCertificate: is not for our key");
  bench.change = [](Registered& answer) { answer.signCertificate = "PEM"; };
  failure(bench.ask(), Fault::badFiles);
  bench.change = [](Registered& answer) { answer.tlsCertificate.clear(); };
  failure(bench.ask(), Fault::badFiles);
  CHECK(office::identityState(bench.rig.files()) == office::IdentityState::waiting);
}

TEST_CASE("a refusal is told with its number, an outage is tried once more") {
  Bench bench;
  bench.rig.center.script("9020", {Act::suspended});
  CHECK_EQ(failure(bench.ask(), Fault::refused).infcode, 1102);
  bench.rig.center.script("9020", {Act::unreachable});
  CHECK(bench.ask().value() == Registration::registered);
  bench.rig.center.script("9020", {Act::unreachable, Act::unreachable});
  failure(bench.ask(), Fault::offline);
}

TEST_CASE("the registration goes to the public port and shows no certificate; the office is shown ours") {
  const OfficeRig rig;
  const auto open = office::registrationLink(rig.settings());
  CHECK_EQ(open.endpoint.port, 2);
  CHECK_EQ(open.authority, "ca.pem");
  CHECK_EQ(open.certificate, "");
  CHECK_EQ(open.key, "");
  const auto office = office::officeLink(rig.settings());
  CHECK_EQ(office.endpoint.port, 1);
  CHECK_EQ(office.authority, "ca.pem");
  CHECK_EQ(office.certificate, rig.files().tlsCertificate().string());
  CHECK_EQ(office.key, rig.files().tlsKey().string());
}

TEST_CASE("a program is measured by its SM3") {
  const test::TemporaryFolder folder;
  // GB/T 32905 annex A.1
  CHECK_EQ(office::measuredProgram(folder.write("program", "abc")).value(),
           "66C7F0F462EEEDD9D1F2D46BDC10E4E24167C4875CF2F7A2297DA02B8F4BA8E0");
  CHECK(office::measuredProgram(folder.path() / "none").error().fault == Fault::badFiles);
}
