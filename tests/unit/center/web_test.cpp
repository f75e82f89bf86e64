// The citizens' page, by what a browser sees of it; the phone is the one of the gateway's tests.
#include "center/web/web.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "center/gateway/sample_ecards.hpp"
#include "center/web/clients.hpp"
#include "center/web/html.hpp"
#include "tests/unit/center/gateway_rig.hpp"
#include "wire/document_code.hpp"
#include "wire/qr/decode.hpp"
#include "wire/qr/png.hpp"

namespace ssc::center::test {

namespace gateway = wire::gateway;

namespace {

/// Keeps the cookie, follows nothing by itself.
class Browser {
 public:
  explicit Browser(Web& web, std::string remote = "192.0.2.7") : web_(web), remote_(std::move(remote)) {}

  HttpAnswer get(const std::string& target) { return send("GET", target, {}); }
  HttpAnswer post(const std::string& target, const std::string& form = {}) {
    return send("POST", target, form);
  }

  static std::string header(const HttpAnswer& answer, const std::string& name) {
    for (const auto& [key, value] : answer.headers) {
      if (key == name) return value;
    }
    return {};
  }

  std::string cookie;
  std::string userAgent = "Mozilla/5.0 (X11; Linux) Gecko Firefox/140.0";

 private:
  HttpAnswer send(const std::string& method, const std::string& target, const std::string& form) {
    HttpRequest request;
    request.method = method;
    request.target = target;
    request.remote = remote_;
    request.userAgent = userAgent;
    request.cookie = "other=1; __Host-ssc-center=" + cookie;
    if (method == "POST") request.contentType = "application/x-www-form-urlencoded";
    request.body = form;
    HttpAnswer answer = web_.answer(request);
    const std::string set = header(answer, "Set-Cookie");
    if (!set.empty()) cookie = set.substr(set.find('=') + 1, set.find(';') - set.find('=') - 1);
    return answer;
  }

  Web& web_;
  std::string remote_;
};

bool holds(const HttpAnswer& answer, std::string_view part) {
  return answer.body.find(part) != std::string::npos;
}

/// The value of the first `name="…"` after `from`.
std::string attribute(const HttpAnswer& answer, const std::string& name, const std::string& from = {}) {
  const auto start = answer.body.find(name + "=\"", from.empty() ? 0 : answer.body.find(from));
  if (start == std::string::npos) return {};
  const auto begin = start + name.size() + 2;
  return answer.body.substr(begin, answer.body.find('"', begin) - begin);
}

std::string tokenIn(const HttpAnswer& answer) {
  return attribute(answer, "value", "name=\"token\"");
}

std::string textOnPicture(const HttpAnswer& answer) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(answer.body.data());
  const auto picture = qr::readPng({bytes, answer.body.size()});
  REQUIRE(picture.has_value());
  const auto seen = qr::decode(*picture);
  REQUIRE(seen.has_value());
  REQUIRE(seen->texts.size() == 1);
  return seen->texts.front();
}

struct Scene {
  GatewayRig rig;
  std::unique_ptr<Log> log = Log::toNowhere();
  Web web{rig.services, *log};
  Browser browser{web};
  TestPhone phone{rig};

  /// The folder of the sign-in that the page is at.
  std::string begin() {
    CHECK(browser.post("/web/login").status == 303);
    return attribute(browser.get("/web/login"), "data-login");
  }
  std::string shown(const std::string& folder) { return textOnPicture(browser.get(folder + "/code.png")); }
  unsigned scan(const std::string& text) { return phone.ask(gateway::ScanCode{kEcardA, text}).code; }
  void confirm(const std::string& folder) {
    const auto proof = phone.ask(gateway::CheckPassword{kEcardA, digits(kTestPassword)});
    REQUIRE(proof.code == 0);
    const std::string id = folder.substr(folder.rfind('/') + 1);
    REQUIRE(phone.ask(gateway::ConfirmLogin{kEcardA, id, proof->busiSeq}).code == 0);
  }
  nlohmann::json state(Browser& from, const std::string& folder) {
    const auto answer = from.post(folder + "/state");
    return answer.status == 200 ? nlohmann::json::parse(answer.body) : nlohmann::json();
  }
  void signIn() {
    const std::string folder = begin();
    REQUIRE(scan(shown(folder)) == 0);
    confirm(folder);
    REQUIRE(state(browser, folder)["next"] != "");
  }
  std::string addPlatform(const std::string& id = "demo") {
    return web::addClient(rig.services, {id, "测试平台<b>", "https://platform.example/back", {}, {}}).value();
  }
  /// To the page that asks for consent.
  HttpAnswer consent(const std::string& scope) {
    const std::string address = "/web/authorize?clientId=demo&state=s%261&scope=" + scope +
                                "&redirect=https%3A%2F%2Fplatform.example%2Fback";
    REQUIRE(browser.post(address).status == 303);
    const std::string folder = attribute(browser.get("/web/login"), "data-login");
    REQUIRE(scan(shown(folder)) == 0);
    confirm(folder);
    REQUIRE(state(browser, folder)["next"] == "/web/consent");
    return browser.get("/web/consent");
  }
  HttpAnswer exchange(const std::string& id, const std::string& secret, const std::string& code) {
    HttpRequest request;
    request.method = "POST";
    request.target = "/platform/token";
    request.contentType = "application/json";
    request.remote = "192.0.2.99";
    request.body = nlohmann::json{{"clientId", id}, {"secret", secret}, {"code", code}}.dump();
    return web.answer(request);
  }
  void addDocument(const std::string& number) {
    execute(
        "INSERT INTO documents (doc_no, type, item, body_hash, aac002, dev_no, session_id, state, issued) "
        "VALUES ('" +
        number + "', '02', 'LP-HR-021', '" + std::string(64, '0') + "', '" + kHolderA +
        "', '', '', 'VALID', 1767576610123)");
  }
  void execute(const std::string& statement) { rig.execute(statement); }
};

std::string codeIn(const std::string& address) {
  const auto begin = address.find("code=") + 5;
  return address.substr(begin, address.find('&') - begin);
}

}  // namespace

TEST_CASE("a page cannot be broken out of by a value") {
  const web::Html html = web::element("p", {{"title", "\"><script>'&"}}, "<script>alert(1)</script>&'\"");
  CHECK(html.markup() ==
        "<p title=\"&quot;&gt;&lt;script&gt;&#39;&amp;\">"
        "&lt;script&gt;alert(1)&lt;/script&gt;&amp;&#39;&quot;</p>");
}

TEST_CASE("every page says that it is simulated, in both languages, and lets no foreign content in") {
  Scene scene;
  for (const char* path : {"/web", "/web/check", "/web/nothing", "/web/authorize?clientId=nobody"}) {
    CAPTURE(path);
    const auto zh = scene.browser.get(path);
    CHECK(holds(zh, "模拟 SIMULATED"));
    CHECK(holds(zh, "<html lang=\"zh-CN\">"));
    const std::string policy = Browser::header(zh, "Content-Security-Policy");
    CHECK(policy.starts_with("default-src 'none'"));
    CHECK(policy.find("unsafe") == std::string::npos);
    CHECK_FALSE(holds(zh, "<script>"));
    CHECK_FALSE(holds(zh, "style="));
    CHECK_FALSE(holds(zh, "http://"));
  }
  CHECK(holds(scene.browser.get("/web?lang=en"), "模拟 SIMULATED"));
}

TEST_CASE("sign-in on a computer: scan, match number, confirm, one's own cases, sign out") {
  Scene scene;
  const std::string folder = scene.begin();
  const std::string early = scene.browser.cookie;
  CHECK(scene.state(scene.browser, folder)["state"] == "PENDING");

  const auto view = scene.phone.ask(gateway::ScanCode{kEcardA, scene.shown(folder)});
  REQUIRE(view.code == 0);
  CHECK(view->kind == "web");
  CHECK(view->place == "模拟社会保险中心网站（Firefox）");
  const auto scanned = scene.state(scene.browser, folder);
  CHECK(scanned["state"] == "SCANNED");
  CHECK(scanned["matchNumber"] == view->matchNumber);
  CHECK(scanned["maskedName"].get<std::string>().starts_with("*"));
  CHECK(holds(scene.browser.get("/web/login"), view->matchNumber));

  scene.confirm(folder);
  CHECK(scene.state(scene.browser, folder)["next"] == "/web");
  CHECK(scene.browser.cookie != early);
  CHECK(scene.rig.text("SELECT dev_no FROM sessions WHERE way = 'code' AND level = 2") == "WEB-999900");

  const auto home = scene.browser.get("/web?lang=en");
  CHECK(holds(home, "<strong>*"));
  CHECK_FALSE(holds(home, kHolderA));
  const auto table = scene.browser.get("/web/cases?item=LP-HR-083&lang=en");
  CHECK(table.status == 200);
  CHECK(holds(table, "<th scope=\"col\">Employer</th>"));
  CHECK(holds(table, "<td class=\"words\">fixed term</td>"));
  CHECK(scene.rig.number(
            "SELECT COUNT(*) FROM access_log WHERE item = 'LP-HR-083' AND dev_no = 'WEB-999900'") == 1);

  CHECK(scene.browser.post("/web/logout", "token=" + std::string(32, '0')).status == 403);
  const std::string signedIn = scene.browser.cookie;
  CHECK(scene.browser.post("/web/logout", "token=" + tokenIn(home)).status == 200);
  scene.browser.cookie = signedIn;
  CHECK(holds(scene.browser.get("/web?lang=en"), "Sign in with"));
}

TEST_CASE("without its script the page itself collects the sign-in") {
  Scene scene;
  const std::string folder = scene.begin();
  REQUIRE(scene.scan(scene.shown(folder)) == 0);
  scene.confirm(folder);
  const auto answer = scene.browser.get("/web/login");
  CHECK(answer.status == 303);
  CHECK(Browser::header(answer, "Location") == "/web");
  CHECK(holds(scene.browser.get("/web"), "<strong>*"));
}

TEST_CASE("a sign-in belongs to the browser that began it") {
  Scene scene;
  const std::string folder = scene.begin();
  Browser other(scene.web);
  CHECK(other.get(folder + "/code.png").status == 404);
  CHECK(other.post(folder + "/state").status == 404);
  REQUIRE(scene.scan(scene.shown(folder)) == 0);
  scene.confirm(folder);
  CHECK(other.post(folder + "/state").status == 404);
  CHECK(other.get("/web/login").status == 303);
  CHECK(Browser::header(other.get("/web/login"), "Location") == "/web");
  CHECK(scene.state(scene.browser, folder)["next"] == "/web");
}

TEST_CASE("the cookie is for this host, not for scripts, not for other sites, and not in the database") {
  Scene scene;
  const auto answer = scene.browser.post("/web/login");
  const std::string cookie = Browser::header(answer, "Set-Cookie");
  CHECK(cookie.starts_with("__Host-ssc-center="));
  for (const char* part : {"Path=/;", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=1800"})
    CHECK(cookie.find(part) != std::string::npos);
  CHECK(scene.browser.cookie.size() == 32);
  CHECK(scene.rig.number("SELECT COUNT(*) FROM web_visits WHERE cookie_hash = '" + scene.browser.cookie +
                         "'") == 0);
}

TEST_CASE("a code photographed 11 s earlier does not sign in, and a code works once") {
  Scene scene;
  const std::string folder = scene.begin();
  const std::string photographed = scene.shown(folder);
  scene.rig.clock.pass(seconds(11));
  CHECK(scene.scan(photographed) == 2201);
  const std::string fresh = scene.shown(folder);
  CHECK(fresh != photographed);
  CHECK(scene.scan(fresh) == 0);
  CHECK(scene.scan(fresh) == 2202);
}

TEST_CASE("a sign-in that is refused, cancelled or too old ends with a way to begin again") {
  Scene scene;
  const std::string folder = scene.begin();
  REQUIRE(scene.scan(scene.shown(folder)) == 0);
  REQUIRE(scene.phone.ask(gateway::RefuseLogin{kEcardA, folder.substr(folder.rfind('/') + 1)}).code == 0);
  CHECK(scene.state(scene.browser, folder)["next"] == "/web/login");
  CHECK(holds(scene.browser.get("/web/login"), "/web/login/again"));

  const std::string late = scene.begin();
  scene.rig.clock.pass(seconds(121));
  CHECK(scene.state(scene.browser, late)["state"] == "EXPIRED");
  CHECK(scene.browser.get(late + "/code.png").status == 404);
  CHECK(scene.browser.post("/web/login/again").status == 303);
  const auto again = scene.browser.get("/web/login");
  CHECK(attribute(again, "data-login") != late);
  CHECK(scene.browser.post("/web/login/cancel", "token=" + tokenIn(again)).status == 303);
  CHECK(scene.rig.number("SELECT COUNT(*) FROM logins WHERE state = 'INVALID'") == 2);
}

TEST_CASE("a session ends after 30 minutes, and at once when the card is lost") {
  Scene scene;
  scene.signIn();
  CHECK(scene.browser.get("/web/cases?item=LP-HR-024").status == 200);
  scene.execute("UPDATE cards SET aaz502 = '2' WHERE aaz501 = '" + kCardA + "'");
  CHECK(scene.browser.get("/web/cases?item=LP-HR-024").status == 403);
  scene.execute("UPDATE cards SET aaz502 = '1' WHERE aaz501 = '" + kCardA + "'");
  CHECK(scene.browser.get("/web/cases?item=LP-HR-024").status == 200);
  scene.rig.clock.pass(std::chrono::minutes(31));
  CHECK(scene.browser.get("/web/cases?item=LP-HR-024").status == 303);
}

TEST_CASE("only what the page offers can be asked, by nobody who is not signed in") {
  Scene scene;
  CHECK(scene.browser.get("/web/cases?item=LP-HR-024").status == 303);
  scene.signIn();
  for (const char* query : {"item=LP-HR-012", "item=LP-HR-024&view=none", "item=LP-HR-024&page=x",
                            "item=LP-HR-024&page=999", "item=LP-HR-024&item=LP-HR-033", "item=%zz", ""}) {
    CAPTURE(query);
    CHECK(scene.browser.get("/web/cases?" + std::string(query)).status == 400);
  }
  for (const char* item :
       {"LP-HR-024", "LP-HR-033", "LP-HR-063", "LP-OT-053", "LP-HR-083", "LP-HR-087", "LP-HR-090"}) {
    CAPTURE(item);
    const auto answer = scene.browser.get("/web/cases?lang=en&item=" + std::string(item));
    CHECK(answer.status == 200);
    CHECK_FALSE(holds(answer, "There are no records"));
    CHECK_FALSE(holds(answer, "_"));  // a column or a code without a text shows its identifier
  }
}

TEST_CASE("names that are markup are shown as they are") {
  Scene scene;
  scene.execute("UPDATE persons SET aac003 = 'x<script>alert(1)</script>' WHERE aac002 = '" + kHolderA + "'");
  scene.execute("UPDATE labour_contracts SET employer = '<img src=x onerror=alert(1)>' WHERE aac002 = '" +
                kHolderA + "'");
  scene.signIn();
  CHECK(holds(scene.browser.get("/web"), "*&lt;script&gt;alert(1)&lt;/script&gt;"));
  const auto table = scene.browser.get("/web/cases?item=LP-HR-083");
  CHECK(holds(table, "&lt;img src=x onerror=alert(1)&gt;"));
  CHECK_FALSE(holds(table, "<img"));
  const auto echoed = scene.browser.post("/web/check", "number=%22%3E%3Cscript%3E&code=%3Cscript%3E");
  CHECK(holds(echoed, "value=\"&quot;&gt;&lt;script&gt;\""));
}

TEST_CASE("a printed code is checked by form and by the text of its picture") {
  Scene scene;
  const std::string number = "SIM9999000220260105000001";
  scene.addDocument(number);
  const std::string code =
      wire::makeDocumentCode(scene.rig.keys.document, number, crypto::Sm3Digest{}).value();
  const std::string valid = "Valid: this center";
  const auto byForm = scene.browser.post(
      "/web/check?lang=en", "number=sim99990002+20260105-000001&code=" + wire::printedDocumentCode(code));
  CHECK(holds(byForm, valid));
  CHECK(holds(byForm, "Insured certificate"));
  CHECK(holds(byForm, "2026-01-05"));
  CHECK_FALSE(holds(byForm, kHolderA));
  const std::string text = wire::makeDocumentText({number, code}).value();
  CHECK(holds(scene.browser.get("/web/check?lang=en&q=" + text), valid));
  CHECK(holds(scene.browser.get("/web/check?lang=en&q=SSV1.x"), "mistyped"));
  scene.execute("UPDATE documents SET state = 'VOID'");
  CHECK(holds(scene.browser.get("/web/check?lang=en&q=" + text), "Not valid"));
}

TEST_CASE("whoever guesses codes has to wait, others need not") {
  Scene scene;
  const std::string number = "SIM9999000220260105000001";
  const std::string wrong =
      wire::makeDocumentCode(crypto::Key(std::size_t{16}), number, crypto::Sm3Digest{}).value();
  const std::string form = "number=" + number + "&code=" + wrong;
  unsigned status = 200;
  int tries = 0;
  for (; status == 200 && tries < 100; ++tries)
    status = scene.browser.post("/web/check", form).status;
  CHECK(status == 429);
  CHECK(tries <= 21);
  CHECK(Browser(scene.web, "192.0.2.8").post("/web/check", form).status == 200);
}

TEST_CASE("an address that asks without a pause is slowed down") {
  Scene scene;
  unsigned status = 200;
  for (int i = 0; i < 300 && status == 200; ++i)
    status = scene.browser.get("/web").status;
  CHECK(status == 429);
  CHECK(Browser(scene.web, "192.0.2.8").get("/web").status == 200);
}

TEST_CASE("authorised sign-in: the holder says what is handed over, the code works once, within a minute") {
  Scene scene;
  const std::string secret = scene.addPlatform();
  const auto page = scene.consent("name,number,mobile");
  CHECK(holds(page, "测试平台&lt;b&gt;"));
  CHECK_FALSE(holds(page, kHolderA));
  CHECK(Browser::header(page, "Content-Security-Policy")
            .ends_with("form-action 'self' https://platform.example"));

  const auto done = scene.browser.post("/web/consent", "answer=agree&name=1&token=" + tokenIn(page));
  REQUIRE(done.status == 303);
  const std::string address = Browser::header(done, "Location");
  CHECK(address.starts_with("https://platform.example/back?code="));
  CHECK(address.ends_with("&state=s%261"));
  CHECK(scene.rig.number("SELECT COUNT(*) FROM ecard_actions WHERE action = '022'") == 1);

  const std::string code = codeIn(address);
  CHECK(scene.exchange("demo", std::string(32, '0'), code).status == 401);
  const auto first = scene.exchange("demo", secret, code);
  CHECK(first.status == 200);
  const auto given = nlohmann::json::parse(first.body);
  CHECK(given.contains("aac003"));
  CHECK_FALSE(given.contains("aac002"));
  CHECK_FALSE(given.contains("aac067"));
  CHECK(given["esscNo"].get<std::string>().size() == 32);
  const auto second = scene.exchange("demo", secret, code);
  CHECK(second.status == 400);
  CHECK(nlohmann::json::parse(second.body)["infcode"] == 2202);
}

TEST_CASE(
    "a code is worth nothing to another platform, too late, or for a lost card; numbers differ by platform") {
  Scene scene;
  const std::string secret = scene.addPlatform(), other = scene.addPlatform("other");
  const auto newCode = [&] {
    return scene.rig.inStore([&](soci::session& sql) {
      return web::makeCode(scene.rig.services, sql, *web::findClient(sql, "demo"), kEcardA, "number").value();
    });
  };
  const auto infcode = [](const HttpAnswer& answer) { return nlohmann::json::parse(answer.body)["infcode"]; };
  CHECK(infcode(scene.exchange("other", other, newCode())) == 2206);
  const std::string old = newCode();
  scene.rig.clock.pass(seconds(61));
  CHECK(infcode(scene.exchange("demo", secret, old)) == 2201);
  CHECK(infcode(scene.exchange("demo", secret, "00000000000000000000")) == 2203);
  const auto mine = nlohmann::json::parse(scene.exchange("demo", secret, newCode()).body);
  CHECK(mine["aac002"] == kHolderA);
  CHECK(nlohmann::json::parse(scene.exchange("demo", secret, newCode()).body)["esscNo"] == mine["esscNo"]);
  const auto theirs = scene.rig.inStore([&](soci::session& sql) {
    const auto client = *web::findClient(sql, "other");
    const auto code = web::makeCode(scene.rig.services, sql, client, kEcardA, "").value();
    return web::exchangeCode(scene.rig.services, sql, client, code).value().esscNo;
  });
  CHECK(theirs != mine["esscNo"].get<std::string>());
  const std::string lost = newCode();
  scene.execute("UPDATE cards SET aaz502 = '2' WHERE aaz501 = '" + kCardA + "'");
  CHECK(infcode(scene.exchange("demo", secret, lost)) == 2205);
}

TEST_CASE("whoever refuses goes back with nothing, and nothing can be agreed to from another page") {
  Scene scene;
  scene.addPlatform();
  const auto page = scene.consent("name");
  CHECK(scene.browser.post("/web/consent", "answer=agree&name=1").status == 403);
  const auto done = scene.browser.post("/web/consent", "answer=refuse&token=" + tokenIn(page));
  CHECK(Browser::header(done, "Location") == "https://platform.example/back?error=access_denied&state=s%261");
  CHECK(scene.rig.number("SELECT COUNT(*) FROM web_codes") == 0);
  CHECK(scene.rig.number("SELECT COUNT(*) FROM sessions WHERE ended = 0") == 0);
}

TEST_CASE("nobody is sent to an address that is not the platform's") {
  Scene scene;
  scene.addPlatform();
  for (const char* address : {"https://platform.example.evil/back", "https://evil.example/",
                              "http://platform.example/back", "https://platform.example/back/../steal",
                              "https://platform.example/back%0d%0aSet-Cookie:x", "", "javascript:1"}) {
    CAPTURE(address);
    const std::string query =
        "/web/authorize?clientId=demo&state=1&scope=name&redirect=" + std::string(address);
    CHECK(scene.browser.get(query).status == 400);
    CHECK(scene.browser.post(query).status == 400);
  }
  const std::string good =
      "/web/authorize?clientId=demo&state=1&redirect=https://platform.example/back/2&scope=";
  CHECK(scene.browser.get(good + "name").status == 200);
  CHECK(scene.browser.get(good + "name,name").status == 400);
  CHECK(scene.browser.get(good + "salary").status == 400);
}

TEST_CASE("a platform is registered with a name, and an address with a host and a path") {
  Scene scene;
  const auto add = [&](const std::string& id, const std::string& name, const std::string& address) {
    return web::addClient(scene.rig.services, {id, name, address, {}, {}}).has_value();
  };
  CHECK(add("a-1", "n", "https://a.example/"));
  CHECK(add("a-1", "n2", "https://a.example/x"));
  CHECK_FALSE(add("a 1", "n", "https://a.example/"));
  CHECK_FALSE(add("a", "", "https://a.example/"));
  CHECK_FALSE(add("a", std::string(41, 'n'), "https://a.example/"));  // the phone shows it in a line
  for (const char* address :
       {"http://a.example/", "https://a.example", "https:///x", "https://u@a.example/", "https://a;b/"})
    CHECK_FALSE(add("a", "n", address));
}

}  // namespace ssc::center::test
