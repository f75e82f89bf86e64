// The gateway of e-card apps: its bytes against the openssl command, literal messages both ways, every
// mistake.
#include "wire/gateway.hpp"

#include <algorithm>
#include <doctest/doctest.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/unit/crypto/vector_file.hpp"
#include "tests/unit/wire/text.hpp"
#include "wire/gateway_body.hpp"

using namespace ssc;
using namespace ssc::wire::gateway;
using ssc::test::textOf;
using wire::BadMessage;
using Json = nlohmann::ordered_json;

namespace {

class FixedRandom final : public crypto::RandomSource {
 public:
  explicit FixedRandom(crypto::Bytes bytes) : bytes_(std::move(bytes)) {}
  tl::expected<void, crypto::CryptoError> fill(crypto::MutableByteView out) override {
    REQUIRE(out.size() == bytes_.size());
    std::ranges::copy(bytes_, out.begin());
    return {};
  }

 private:
  crypto::Bytes bytes_;
};

std::vector<ssc::test::VectorBlock> vectors() {
  std::ifstream in("tests/vectors/wire/gateway.vec");
  REQUIRE(in);
  return ssc::test::parseVectors("gateway.vec", in);
}

AppKeys keysOf(crypto::ByteView secret) {
  return std::move(AppKeys::fromSecret(crypto::Key(secret)).value());
}

struct Sample {
  ssc::test::VectorBlock block = vectors().front();
  AppKeys keys = keysOf(block.bytes("secret"));
  FixedRandom random{block.bytes("iv")};
  Request request = parseQuery(block.text("query")).value();
};

/// The query with another value for one parameter.
std::string changed(const std::string& query, const std::string& name, const std::string& value) {
  const auto at = query.find(name + "=");
  REQUIRE(at != std::string::npos);
  const auto begin = at + name.size() + 1, end = std::min(query.find('&', begin), query.size());
  return query.substr(0, begin) + value + query.substr(end);
}

std::string placeOf(const tl::expected<Request, BadMessage>& parsed) {
  REQUIRE_FALSE(parsed.has_value());
  return parsed.error().place;
}

}  // namespace

TEST_CASE("a request has the bytes that the openssl command makes") {
  Sample sample;
  const auto made =
      sealRequest(sample.keys, {sample.block.text("name"), sample.block.text("accessId"), 1767576610123},
                  crypto::bytesOf(sample.block.text("body")), sample.random);
  REQUIRE(made.has_value());
  CHECK_EQ(made->security, sample.block.text("security"));
  CHECK_EQ(made->signature, sample.block.text("signature"));
  CHECK_EQ(queryOf(*made), sample.block.text("query"));
  CHECK_EQ(ssc::test::toHex(sample.keys.signature().reveal()), sample.block.text("signatureKey"));
}

TEST_CASE("a request is read, proven and opened") {
  const Sample sample;
  CHECK_EQ(sample.request.name, "code.make");
  CHECK_EQ(sample.request.accessId, "SIMPHONE-A");
  CHECK_EQ(sample.request.timestamp, 1767576610123);
  CHECK(isSigned(sample.keys, sample.request));
  CHECK_EQ(textOf(openRequest(sample.keys, sample.request).value()), sample.block.text("body"));
}

TEST_CASE("an answer has the bytes that the openssl command makes, and opens for its request only") {
  Sample sample;
  const Reply reply{2103, sample.block.text("errMsg"), sample.block.text("zh"), sample.block.text("en"), {}};
  const auto answer = sealReply(sample.keys, sample.request, reply, sample.random);
  REQUIRE(answer.has_value());
  CHECK_EQ(*answer, sample.block.text("answer"));

  const auto opened = openReply(sample.keys, sample.request, crypto::bytesOf(*answer));
  REQUIRE(opened.has_value());
  CHECK_EQ(opened->infcode, 2103);
  CHECK_EQ(opened->errMsg, "pinWrong n=4");
  CHECK_EQ(opened->zh, "密码不正确。");
  CHECK(opened->output.empty());

  Request other = sample.request;
  other.signature.back() = other.signature.back() == '0' ? '1' : '0';
  CHECK_FALSE(openReply(sample.keys, other, crypto::bytesOf(*answer)).has_value());
  other = sample.request;
  ++other.timestamp;
  CHECK_FALSE(openReply(sample.keys, other, crypto::bytesOf(*answer)).has_value());
  // Nor is a request its own answer.
  CHECK_FALSE(openReply(sample.keys, sample.request,
                        crypto::bytesOf(R"({"security":")" + sample.request.security + "\"}"))
                  .has_value());
}

TEST_CASE("whatever is changed in a request, its signature no longer fits") {
  const Sample sample;
  const std::string& query = sample.block.text("query");
  std::string security = sample.block.text("security");
  security[40] = security[40] == 'A' ? 'B' : 'A';
  for (const auto& [name, value] :
       std::vector<std::pair<std::string, std::string>>{{"_api_access_id", "SIMPHONE-B"},
                                                        {"_api_name", "code.scan"},
                                                        {"_api_timestamp", "1767576610124"},
                                                        {"security", security},
                                                        {"_api_signature", std::string(64, '0')}}) {
    CAPTURE(name);
    const auto parsed = parseQuery(changed(query, name, value));
    REQUIRE(parsed.has_value());
    CHECK_FALSE(isSigned(sample.keys, *parsed));
  }
  const crypto::Bytes another(16, 1);
  CHECK_FALSE(isSigned(keysOf(another), sample.request));
}

TEST_CASE("what is sealed opens under its own name, app and time only") {
  const Sample sample;
  for (const auto change :
       {+[](Request& request) { request.name = "code.scan"; },
        +[](Request& request) { request.accessId = "SIMPHONE-B"; },
        +[](Request& request) { ++request.timestamp; }, +[](Request& request) { request.security = "AAAA"; },
        +[](Request& request) { request.security += "A"; },
        +[](Request& request) { request.security = "a+b/"; }}) {
    Request request = sample.request;
    change(request);
    CHECK_FALSE(openRequest(sample.keys, request).has_value());
  }
}

TEST_CASE("a query has one form") {
  const Sample sample;
  const std::string& query = sample.block.text("query");
  for (const auto& [name, bad] : std::vector<std::pair<std::string, std::vector<std::string>>>{
           {"_api_access_id", {"", "A%42", "A B", "A/B", std::string(65, 'A')}},
           {"_api_name", {"", "a|b", std::string(33, 'a')}},
           {"_api_signature", {"", std::string(63, 'A'), std::string(65, 'A'), std::string(64, 'a')}},
           {"_api_timestamp", {"", "176757661012", "17675766101230", "0767576610123", "+767576610123"}},
           {"security", {"", "AA+A", "AA==", "AA%3D"}}}) {
    for (const auto& value : bad) {
      CAPTURE(value);
      CHECK_EQ(placeOf(parseQuery(changed(query, name, value))), name);
    }
  }
  CHECK_EQ(placeOf(parseQuery("")), "_api_access_id");
  CHECK_EQ(placeOf(parseQuery("?" + query)), "_api_access_id");
  CHECK_EQ(placeOf(parseQuery(query.substr(0, query.find("&security")))), "security");
  CHECK_EQ(placeOf(parseQuery(query + "&")), "");
  CHECK_EQ(placeOf(parseQuery(query + "&x=1")), "");
  CHECK_EQ(placeOf(parseQuery(query + "&" + query)), "");
  CHECK_EQ(placeOf(parseQuery(query + std::string(kMaxQuery, 'A'))), "");
  CHECK_EQ(placeOf(parseQuery("security=" + sample.block.text("security"))), "_api_access_id");
}

TEST_CASE("an answer has one form") {
  const Sample sample;
  const std::string& good = sample.block.text("answer");
  REQUIRE(openReply(sample.keys, sample.request, crypto::bytesOf(good)).has_value());
  for (const std::string& bad :
       {std::string(), std::string("{}"), std::string("[]"), good.substr(0, good.size() - 2),
        good.substr(0, good.size() - 1) + R"(,"more":1})", std::string(R"({"security":"AA+A"})"),
        std::string(R"({"security":1})"), good + std::string(kMaxAnswer, ' ')}) {
    CAPTURE(bad);
    CHECK_FALSE(openReply(sample.keys, sample.request, crypto::bytesOf(bad)).has_value());
  }
}

TEST_CASE("keys need a secret of sixteen bytes, a body a bound") {
  CHECK_FALSE(AppKeys::fromSecret(crypto::Key(std::size_t{15})).has_value());
  CHECK_FALSE(AppKeys::fromSecret(crypto::Key()).has_value());
  const Sample sample;
  crypto::SystemRandom random;
  CHECK(sealRequest(sample.keys, {"a", "b", 1767576610123}, crypto::Bytes(kMaxBody), random).has_value());
  CHECK_FALSE(
      sealRequest(sample.keys, {"a", "b", 1767576610123}, crypto::Bytes(kMaxBody + 1), random).has_value());
}

TEST_CASE("the longest request still fits a query") {
  const Sample sample;
  crypto::SystemRandom random;
  const auto longest = sealRequest(sample.keys, {std::string(32, 'n'), std::string(64, 'a'), 1767576610123},
                                   crypto::Bytes(kMaxBody), random);
  REQUIRE(longest.has_value());
  CHECK(parseQuery(queryOf(*longest)).has_value());
}

TEST_CASE("a simulated phone's secret follows from its name") {
  const auto block = vectors().at(1);
  CHECK_EQ(ssc::test::toHex(testSecret(block.text("accessId")).value().reveal()), block.text("testSecret"));
}

// ---- bodies

namespace {

using Again = tl::expected<std::string, BadMessage>;

template <class Body>
Again again(std::string_view text) {
  return decodeBody<Body>(crypto::bytesOf(text)).map([](const Body& body) {
    return textOf(encodeBody(body));
  });
}

struct Message {
  const char* name;
  Again (*again)(std::string_view);
  std::string text;
  std::set<std::string> optional;  ///< members that may be missing
};

const std::string kLogin =
    R"({"loginId":"0000000000000000000A","flow":"B","kind":"kiosk","place":"一楼大厅","service":"查询",)"
    R"("maskedName":"*三","matchNumber":"1019"})";

/// Typed by hand: the members of each message, in their order.
std::vector<Message> messages() {
  return {
      {"app.start", again<Start>, R"({"device":"模拟手机","version":"1.0.0"})", {}},
      {"app.start answer",
       again<Started>,
       R"({"channelNo":"9999000001","time":1767576610123,"ecards":[{"signNo":"SIMEC-9","relation":"0",)"
       R"("maskedName":"*三","area":"999900","state":"ISSUED"}]})",
       {}},
      {"code.make", again<MakeCode>, R"({"signNo":"SIMEC-9","purpose":"01"})", {}},
      {"code.make answer",
       again<CodeMade>,
       R"({"text":"SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD","shownFor":60})",
       {}},
      {"code.scan",
       again<ScanCode>,
       R"({"signNo":"SIMEC-9","text":"SSL1.0000000000000000000A.0.ESYK5DCS373GKH8M"})",
       {}},
      {"code.scan answer", again<WaitingLogin>, kLogin, {"service", "matchNumber"}},
      {"signin.waiting", again<AskWaiting>, R"({"signNo":"SIMEC-9"})", {}},
      {"signin.waiting answer", again<Waiting>, R"({"logins":[)" + kLogin + "]}", {}},
      {"password.check", again<CheckPassword>, R"({"signNo":"SIMEC-9","password":"343732393136"})", {}},
      {"password.check answer",
       again<PasswordChecked>,
       R"({"busiSeq":"00112233445566778899AABBCCDDEEFF"})",
       {}},
      {"signin.confirm",
       again<ConfirmLogin>,
       R"({"signNo":"SIMEC-9","loginId":"0000000000000000000A","busiSeq":"00112233445566778899AABBCCDDEEFF"})",
       {}},
      {"signin.refuse", again<RefuseLogin>, R"({"signNo":"SIMEC-9","loginId":"0000000000000000000A"})", {}},
      {"action.report", again<ReportAction>, R"({"signNo":"SIMEC-9","action":"006"})", {}},
      {"nothing", again<Nothing>, "{}", {}},
  };
}

}  // namespace

TEST_CASE("every message is read and written as it was typed") {
  for (const Message& message : messages()) {
    CAPTURE(message.name);
    const auto copy = message.again(message.text);
    REQUIRE_MESSAGE(copy.has_value(), (copy ? std::string() : copy.error().place));
    CHECK_EQ(*copy, message.text);
  }
}

TEST_CASE("a member that is missing, of another type or unknown is named") {
  for (const Message& message : messages()) {
    CAPTURE(message.name);
    const Json whole = Json::parse(message.text);
    for (const auto& [member, value] : whole.items()) {
      CAPTURE(member);
      Json without = whole, other = whole;
      without.erase(member);
      other[member] = value.is_string() ? Json(1) : Json("x");
      CHECK_EQ(message.again(without.dump()).has_value(), message.optional.contains(member));
      CHECK_EQ(message.again(other.dump()).error().place, member);
    }
    Json more = whole;
    more["more"] = 1;
    CHECK_EQ(message.again(more.dump()).error().place, "more");
  }
}

TEST_CASE("values have bounds") {
  CHECK_FALSE(again<MakeCode>(R"({"signNo":"SIMEC-9","purpose":"05"})").has_value());
  CHECK_FALSE(again<MakeCode>(R"({"signNo":"","purpose":"01"})").has_value());
  CHECK_FALSE(again<MakeCode>(R"({"signNo":"A'B","purpose":"01"})").has_value());
  CHECK_FALSE(again<CheckPassword>(R"({"signNo":"S","password":"34373239313630"})").has_value());
  CHECK_FALSE(again<ReportAction>(R"({"signNo":"S","action":"6"})").has_value());
  CHECK_FALSE(again<RefuseLogin>(R"({"signNo":"S","loginId":"000000000000000000IL"})").has_value());
  CHECK_FALSE(again<PasswordChecked>(R"({"busiSeq":"00"})").has_value());
  Json waiting{{"logins", Json::array()}};
  for (std::size_t i = 0; i <= kMostWaiting; ++i)
    waiting["logins"].push_back(Json::parse(kLogin));
  CHECK_FALSE(again<Waiting>(waiting.dump()).has_value());
}
