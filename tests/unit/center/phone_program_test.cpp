// `ssc-sim phone` as a process, against the gateway behind the center's own HTTPS server; the terminal's side
// is this test. What the holder reads, types and gets, and how it ends when nobody answers.
#include <array>
#include <csignal>
#include <cstdio>
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <poll.h>
#include <pty.h>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

#include "center/gateway/sample_ecards.hpp"
#include "center/http/server.hpp"
#include "crypto/tls_certificate.hpp"
#include "tests/unit/center/gateway_rig.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"
#include "tests/unit/wire/text.hpp"
#include "wire/qr/decode.hpp"
#include "wire/qr/draw.hpp"
#include "wire/qr/png.hpp"

namespace ssc::center::test {

using nlohmann::json;
namespace asio = boost::asio;

namespace {

struct Ended {
  int code = -1;
  std::string out;  ///< standard output and error
  /// The JSON texts of the lines.
  [[nodiscard]] std::vector<json> lines() const {
    std::vector<json> all;
    std::istringstream in(out);
    for (std::string line; std::getline(in, line);)
      all.push_back(json::parse(line));
    return all;
  }
  [[nodiscard]] json only() const {
    REQUIRE_MESSAGE(lines().size() == 1, out);
    return lines().front();
  }
};

Ended run(const std::string& command) {
  FILE* pipe = ::popen(("timeout 60 " + command + " 2>&1").c_str(), "r");
  REQUIRE(pipe != nullptr);
  Ended ended;
  std::array<char, 4096> part{};
  for (std::size_t got = 0; (got = std::fread(part.data(), 1, part.size(), pipe)) > 0;)
    ended.out.append(part.data(), got);
  const int status = ::pclose(pipe);
  ended.code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return ended;
}

/// A program with a terminal of its own.
class AtTerminal {
 public:
  explicit AtTerminal(const std::string& command) {
    child_ = ::forkpty(&master_, nullptr, nullptr, nullptr);
    REQUIRE(child_ >= 0);
    if (child_ == 0) {
      ::execl("/bin/sh", "sh", "-c", ("exec " + command).c_str(), nullptr);
      ::_exit(127);
    }
  }
  AtTerminal(const AtTerminal&) = delete;
  AtTerminal& operator=(const AtTerminal&) = delete;
  ~AtTerminal() {
    ::close(master_);
    if (child_ > 0 && !ended_) {
      ::kill(child_, SIGKILL);
      ::waitpid(child_, nullptr, 0);
    }
  }
  void waitFor(const std::string& text) {
    while (shown_.find(text) == std::string::npos)
      REQUIRE_MESSAGE(readSome(), shown_);
  }
  void type(const std::string& text) {
    REQUIRE(::write(master_, text.data(), text.size()) == static_cast<ssize_t>(text.size()));
  }
  int end() {
    while (readSome()) {
    }
    int status = 0;
    REQUIRE(::waitpid(child_, &status, 0) == child_);
    ended_ = true;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  [[nodiscard]] const std::string& shown() const { return shown_; }

 private:
  bool readSome() {
    pollfd waiting{master_, POLLIN, 0};
    std::array<char, 1024> part{};
    if (::poll(&waiting, 1, 20'000) <= 0) return false;
    const auto got = ::read(master_, part.data(), part.size());
    if (got > 0) shown_.append(part.data(), static_cast<std::size_t>(got));
    return got > 0;
  }

  int master_ = -1;
  pid_t child_ = -1;
  bool ended_ = false;
  std::string shown_;
};

/// The gateway behind HTTPS on a port of its own, and a phone that knows it.
class PhoneWorld {
 public:
  PhoneWorld() {
    rig.clock.set(SystemClock().now());
    crypto::SystemRandom random;
    const auto now = std::chrono::floor<seconds>(std::chrono::system_clock::now());
    const crypto::Validity validity{now - seconds(3600), now + seconds(3600)};
    const auto authority = crypto::TlsAuthority::create("TEST authority", validity, random).value();
    const auto key = crypto::makeTlsKey().value();
    const auto certificate =
        authority.issue({"TEST center", crypto::TlsRole::server, {"127.0.0.1"}, validity},
                        crypto::tlsPublicKeyOf(key).value(), random);
    ListenerSettings settings;
    settings.name = "open";
    settings.address = "127.0.0.1";
    settings.security = Security::tls;
    settings.files = {folder.write("ca.pem", authority.certificatePem()),
                      folder.write("server.pem", certificate.value()),
                      folder.write("server.key", ssc::test::textOf(key))};
    auto started = HttpServer::start(io_, workers_, settings, [this](const HttpRequest& http) {
      return answerGateway(rig.services, http);
    });
    REQUIRE_MESSAGE(started.has_value(), (started ? std::string() : started.error()));
    server_ = std::move(*started);
    thread_ = std::thread([this] { io_.run(); });
    const auto made = phone("init --gateway https://127.0.0.1:" + std::to_string(server_->port()) +
                            " --authority " + file("ca.pem") + " --access-id SIMPHONE-A");
    REQUIRE_MESSAGE(made.code == 0, made.out);
  }
  PhoneWorld(const PhoneWorld&) = delete;
  PhoneWorld& operator=(const PhoneWorld&) = delete;
  ~PhoneWorld() {
    server_->stop();
    workers_.join();
    io_.stop();
    thread_.join();
  }

  [[nodiscard]] std::string file(const std::string& name) const { return (folder.path() / name).string(); }
  [[nodiscard]] std::string command(const std::string& arguments) const {
    return std::string(SSC_SIM_PROGRAM) + " phone --state " + file("phone") + ' ' + arguments;
  }
  [[nodiscard]] Ended phone(const std::string& arguments) const { return run(command(arguments)); }
  std::string shownCode() { return phone("--json show --text").lines().at(0)["code"]; }
  long long actions(const std::string& action) {
    return rig.number("SELECT COUNT(*) FROM ecard_actions WHERE sign_no = '" + kEcardA + "' AND action = '" +
                      action + "'");
  }

  GatewayRig rig;
  TestTerminal terminal{rig};
  ssc::test::TemporaryFolder folder;

 private:
  asio::io_context io_;
  asio::thread_pool workers_{2};
  std::unique_ptr<HttpServer> server_;
  std::thread thread_;
};

}  // namespace

TEST_CASE("a phone lists its e-cards, in both languages, marked as simulated, without a number of a person") {
  const PhoneWorld world;
  const auto zh = world.phone("cards"), en = world.phone("--lang en cards");
  CHECK(zh.code == 0);
  CHECK(zh.out == "[模拟] 电子社保卡，测试数据\n  1  *三  本人  999900  正常\n");
  CHECK(en.out == "[SIMULATED] e-card app, test data\n  1  *三  own  999900  usable\n");
  const auto cards = world.phone("--json cards").only();
  CHECK(cards["simulated"] == true);
  CHECK(cards["ecards"][0]["signNo"] == kEcardA);
}

TEST_CASE("flow A by hand: show, the terminal scans, inbox, confirm") {
  PhoneWorld world;
  const auto shown = world.phone("show --png " + world.file("code.png"));
  REQUIRE_MESSAGE(shown.code == 0, shown.out);
  CHECK(world.actions("006") == 1);
  std::ifstream in(world.file("code.png"), std::ios::binary);
  const std::vector<std::uint8_t> png((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto seen = qr::decode(qr::readPng(png).value()).value();
  REQUIRE(seen.texts.size() == 1);
  const auto taken = world.terminal.scan(seen.texts[0]);
  REQUIRE(taken.has_value());

  const auto inbox = world.phone("--json inbox").only();
  CHECK(inbox["logins"][0]["loginId"] == taken->loginId);
  CHECK(inbox["logins"][0]["place"] == "测试大厅一号机");
  const auto wrong =
      run("echo 472917 | " + world.command("--json confirm --password-stdin " + taken->loginId));
  CHECK(wrong.code == 1);
  CHECK(wrong.lines().back()["infcode"] == 2103);
  CHECK(world.terminal.stateOf(taken->loginId) == "SCANNED");
  const auto right =
      run("echo 472916 | " + world.command("--json confirm --password-stdin " + taken->loginId));
  CHECK(right.code == 0);
  CHECK(right.lines().back()["event"] == "confirmed");
  CHECK(world.terminal.stateOf(taken->loginId) == "CONFIRMED");
  CHECK(world.actions("009") == 1);
  CHECK(world.actions("013") == 1);
}

TEST_CASE("flow B by hand: the phone scans a picture, both show one number") {
  PhoneWorld world;
  const auto created = world.terminal.createCode().value();
  const auto text = world.terminal.shown(created, 0);
  const auto png = qr::writePng(qr::drawCode(text).value()).value();
  const std::string file = world.folder.write("kiosk.png", std::string(png.begin(), png.end()));
  const auto scanned = world.phone("--lang en scan " + file);
  REQUIRE_MESSAGE(scanned.code == 0, scanned.out);
  const auto match = world.terminal.poll(created.loginId)->matchNumber;
  CHECK(scanned.out.find("[SIMULATED]") == 0);
  CHECK(scanned.out.find("match number: " + match) != std::string::npos);
  CHECK(scanned.out.find("测试大厅一号机") != std::string::npos);
  CHECK(scanned.out.find("LP-HR-001") != std::string::npos);
  CHECK(scanned.out.find("*三") != std::string::npos);

  const auto again = world.phone("--json scan --text " + text).only();
  CHECK(again["infcode"] == 2202);
  CHECK(world.phone("refuse " + created.loginId).code == 0);
  CHECK(world.terminal.poll(created.loginId)->reason == 2304);
  CHECK(world.phone("refuse " + created.loginId).code == 1);
}

TEST_CASE("a picture without a terminal's code is refused before anybody is asked") {
  PhoneWorld world;
  const auto png = qr::writePng(qr::drawCode("https://example.org").value()).value();
  const std::string file = world.folder.write("poster.png", std::string(png.begin(), png.end()));
  const auto requests = world.rig.number("SELECT COUNT(*) FROM phone_requests");
  for (const std::string& name : {file, world.file("none.png"), world.file("ca.pem")}) {
    const auto refused = world.phone("--json scan " + name);
    CHECK(refused.code == 1);
    CHECK(refused.only()["event"] == "problem");
  }
  CHECK(world.rig.number("SELECT COUNT(*) FROM phone_requests") == requests);
}

TEST_CASE("anything but six digits is no password, and costs no try") {
  PhoneWorld world;
  const auto login = world.terminal.scan(world.shownCode())->loginId;
  const auto requests = world.rig.number("SELECT COUNT(*) FROM phone_requests");
  for (const char* entry :
       {"47291", "4729160", "47291a", "472916472916472916472916472916472916", " 472916"}) {
    const auto refused = run("echo '" + std::string(entry) + "' | " +
                             world.command("--lang en confirm --password-stdin " + login));
    CHECK(refused.code == 1);
    CHECK(refused.out.find("six digits") != std::string::npos);
  }
  CHECK(world.terminal.stateOf(login) == "SCANNED");
  CHECK(world.rig.number("SELECT COUNT(*) FROM phone_requests") >= requests);
  CHECK(run("echo 472916 | " + world.command("--lang en confirm --password-stdin " + login)).code == 0);
}

TEST_CASE("the password is typed without echo, and Ctrl-C takes it back") {
  PhoneWorld world;
  const auto login = world.terminal.scan(world.shownCode())->loginId;
  {
    AtTerminal holder(world.command("--lang en confirm " + login));
    holder.waitFor("password");
    holder.type("\x03");
    CHECK(holder.end() == 1);
  }
  CHECK(world.terminal.stateOf(login) == "SCANNED");
  AtTerminal holder(world.command("--lang en confirm " + login));
  holder.waitFor("password");
  CHECK(holder.shown().find("测试大厅一号机") <
        holder.shown().find("password"));  // what for, before it is asked
  holder.type("472916\n");
  CHECK(holder.end() == 0);
  CHECK(holder.shown().find("472916") == std::string::npos);
  CHECK(world.terminal.stateOf(login) == "CONFIRMED");
}

TEST_CASE("watching shows a code and confirms what comes") {
  PhoneWorld world;
  const std::string password = world.folder.write("password", std::string(kTestPassword) + "\n");
  const auto created = world.terminal.createCode().value();
  REQUIRE(world.phone("scan --text " + world.terminal.shown(created, 0)).code == 0);
  const auto watched =
      world.phone("--json watch --count 1 --for 30 --confirm-all --password-file " + password);
  REQUIRE_MESSAGE(watched.code == 0, watched.out);
  std::vector<std::string> events;
  for (const auto& line : watched.lines())
    events.push_back(line["event"]);
  CHECK(events == std::vector<std::string>{"watching", "code", "waiting", "confirmed"});
  CHECK(world.terminal.stateOf(created.loginId) == "CONFIRMED");

  const auto other = world.terminal.scan(world.shownCode())->loginId;
  CHECK(world.phone("watch --no-code --count 1 --for 30 --refuse-all").code == 0);
  CHECK(world.terminal.poll(other)->reason == 2304);
}

TEST_CASE("watching ends soon at a signal, and after its time") {
  const PhoneWorld world;
  const auto begin = std::chrono::steady_clock::now();
  const auto stopped = run("sh -c 'timeout -s INT 2 " + world.command("watch --no-code") + "'");
  CHECK(stopped.code == 124);  // of timeout: it had to send its signal
  const auto timed = world.phone("watch --no-code --for 1");
  CHECK(timed.code == 0);
  CHECK(std::chrono::steady_clock::now() - begin < seconds(15));
}

TEST_CASE("a platform that is away, or does not know the phone, is told so in time") {
  PhoneWorld world;
  CHECK(run(std::string(SSC_SIM_PROGRAM) + " phone --state " + world.file("nobody") + " cards").code == 1);
  const auto init = [&](const std::string& name, const std::string& url, const std::string& accessId) {
    return run(std::string(SSC_SIM_PROGRAM) + " phone --state " + world.file(name) + " init --gateway " +
               url + " --authority " + world.file("ca.pem") + " --access-id " + accessId);
  };
  CHECK(init("plain", "http://127.0.0.1:1", "SIMPHONE-A").code == 1);
  CHECK(init("away", "https://127.0.0.1:1", "SIMPHONE-A").code == 0);
  CHECK(init("away", "https://127.0.0.1:1", "SIMPHONE-A").code == 1);  // nothing is overwritten
  const auto begin = std::chrono::steady_clock::now();
  const auto away =
      run(std::string(SSC_SIM_PROGRAM) + " phone --json --state " + world.file("away") + " cards");
  CHECK(away.code == 1);
  CHECK(away.only()["infcode"] == 0);
  CHECK(std::chrono::steady_clock::now() - begin < seconds(9));

  world.rig.execute("DELETE FROM phone_requests");
  world.rig.execute("DELETE FROM phone_ecards WHERE access_id = 'SIMPHONE-A'");
  world.rig.execute("DELETE FROM phones WHERE access_id = 'SIMPHONE-A'");
  const auto unknown = world.phone("--json cards");
  CHECK(unknown.code == 1);
  CHECK(unknown.only()["en"].get<std::string>().find("does not accept this phone") != std::string::npos);
}

TEST_CASE("the phone's folder is its owner's alone, and holds nothing of a person") {
  const PhoneWorld world;
  REQUIRE(world.phone("cards").code == 0);
  const auto permissions = std::filesystem::status(world.file("phone/phone.toml")).permissions();
  CHECK((permissions & (std::filesystem::perms::group_all | std::filesystem::perms::others_all)) ==
        std::filesystem::perms::none);
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(world.file("phone"))) {
    std::ifstream in(entry.path());
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    CHECK(text.find("SIMEC") == std::string::npos);
    ++files;
  }
  CHECK(files == 2);
}

}  // namespace ssc::center::test
