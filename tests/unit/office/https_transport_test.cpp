// The real way: a client of the office against a TLS service of the test, certificates on both sides.
#include "hostlib/office/https_transport.hpp"

#include <atomic>
#include <doctest/doctest.h>
#include <httplib.h>
#include <thread>

#include "crypto/tls_certificate.hpp"
#include "tests/unit/office/rig.hpp"
#include "wire/office/query.hpp"

using namespace ssc;
using namespace std::chrono_literals;
using crypto::TlsRole;
using office::Fault;
using test::failure;
using test::OfficeRig;

namespace {

/// In front of the rig's center: TLS 1.3 that asks for a certificate of the authority.
class Service {
 public:
  explicit Service(OfficeRig& rig) : rig_(rig) {
    makeCertificates();
    server_ = std::make_unique<httplib::SSLServer>(file("service.pem").c_str(), file("service.key").c_str(),
                                                   file("ca.pem").c_str());
    server_->set_keep_alive_max_count(1000);
    server_->Post("/office/1", [this](const httplib::Request& request, httplib::Response& response) {
      ports.insert(request.remote_port);
      if (status != 200) {
        response.status = status;
        return;
      }
      const auto answer = rig_.center.post(request.body, {}, {});
      if (!answer) {
        response.status = 503;
        return;
      }
      const auto bytes = answer->reveal();
      response.set_content(std::string(bytes.begin(), bytes.end()), "application/json");
    });
    port_ = server_->bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_->listen_after_bind(); });
    while (!server_->is_running())
      std::this_thread::sleep_for(1ms);
  }
  Service(const Service&) = delete;
  Service& operator=(const Service&) = delete;
  ~Service() {
    server_->stop();
    thread_.join();
  }

  [[nodiscard]] office::Settings settings() const {
    auto settings = rig_.settings();
    settings.url = "https://127.0.0.1:" + std::to_string(port_);
    settings.authority = file("ca.pem");
    return settings;
  }
  [[nodiscard]] std::string file(const std::string& name) const {
    return (rig_.folder.path() / name).string();
  }

  std::atomic<int> status{200};
  std::set<int> ports;

 private:
  void makeCertificates() {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const crypto::Validity validity{now - 1h, now + 1h};
    const auto authority = crypto::TlsAuthority::create("TEST center", validity, rig_.random).value();
    const auto key = crypto::makeTlsKey().value();
    const auto own = authority.issue({"TEST service", TlsRole::server, {"127.0.0.1"}, validity},
                                     crypto::tlsPublicKeyOf(key).value(), rig_.random);
    const auto applicant = office::prepareIdentity(rig_.files(), "999999000017").value();
    const auto request = crypto::readCertificateRequest(applicant.tlsRequest).value();
    const auto terminal =
        authority.issue({request.commonName, TlsRole::client, {}, validity}, request.publicKey, rig_.random);
    (void)rig_.folder.write("ca.pem", authority.certificatePem());
    (void)rig_.folder.write("service.pem", own.value());
    (void)rig_.folder.write("service.key", std::string(key.reveal().begin(), key.reveal().end()));
    (void)rig_.folder.write("office/tls.pem", terminal.value());
  }

  OfficeRig& rig_;
  std::unique_ptr<httplib::SSLServer> server_;
  int port_ = 0;
  std::thread thread_;
};

struct Bench {
  OfficeRig rig;
  Service service{rig};
  office::Settings settings = service.settings();
  office::HttpsTransport transport{office::officeLink(settings), std::string(office::kOfficePath)};
  std::unique_ptr<office::Client> client =
      std::move(office::Client::open(settings, {transport, rig.clock, rig.random, rig.link}).value());
};

}  // namespace

TEST_CASE("sign-in and calls go over TLS with certificates on both sides, over one connection") {
  Bench bench;
  for (int i = 0; i < 3; ++i) {
    const auto ended = bench.client->call(wire::office::EndSession{"A1"});
    REQUIRE_MESSAGE(ended.has_value(), (ended ? "" : ended.error().text()));
  }
  CHECK_EQ(bench.rig.center.order().size(), 6);
  CHECK_EQ(bench.service.ports.size(), 1);
}

TEST_CASE("a certificate of another authority reaches nobody") {
  Bench bench;
  const auto applicant = office::prepareIdentity(bench.rig.files(), "999999000017").value();
  const auto other = bench.rig.approval(applicant.tlsRequest, applicant.signPoint).tlsCertificate;
  (void)bench.rig.folder.write("office/tls.pem", other);
  const auto result = bench.client->call(wire::office::EndSession{"A1"});
  REQUIRE_FALSE(result.has_value());
  CHECK(bench.rig.center.order().empty());
}

TEST_CASE("a center of another authority is not trusted, and reads nothing") {
  Bench bench;
  const auto applicant = office::prepareIdentity(bench.rig.files(), "999999000017").value();
  (void)bench.rig.folder.write("ca.pem",
                               bench.rig.approval(applicant.tlsRequest, applicant.signPoint).authority);
  const auto error = failure(bench.client->call(wire::office::EndSession{"A1"}), Fault::notTrusted);
  CHECK_FALSE(error.mayBeDone);
  CHECK(bench.rig.center.order().empty());
}

TEST_CASE("what the web server says is no answer of the center") {
  struct Row {
    int status;
    Fault fault;
    bool mayBeDone;
  };
  Bench bench;
  REQUIRE(bench.client->draft().has_value());
  for (const Row& row : {Row{503, Fault::offline, false}, Row{500, Fault::badAnswer, true},
                         Row{413, Fault::badAnswer, false}, Row{404, Fault::badAnswer, false}}) {
    CAPTURE(row.status);
    bench.service.status = row.status;
    const auto error = failure(bench.client->call(wire::office::EndSession{"A1"}), row.fault);
    CHECK_EQ(error.mayBeDone, row.mayBeDone);
    CHECK_EQ(error.where, "HTTP status " + std::to_string(row.status));
  }
}

TEST_CASE("nobody there is offline") {
  OfficeRig rig;
  auto settings = rig.settings();
  settings.authority = [&] {
    const Service gone(rig);
    settings.url = gone.settings().url;
    return gone.settings().authority;
  }();
  office::HttpsTransport transport(office::officeLink(settings), "/office/1");
  const auto client =
      std::move(office::Client::open(settings, {transport, rig.clock, rig.random, rig.link}).value());
  const auto error = failure(client->call(wire::office::EndSession{"A1"}), Fault::offline);
  CHECK_FALSE(error.mayBeDone);
}
