// The bodies of the messages between a terminal and its center: literal texts both ways, and every mistake.
#include <algorithm>
#include <doctest/doctest.h>
#include <functional>
#include <nlohmann/json.hpp>
#include <set>

#include "wire/office/application.hpp"
#include "wire/office/body.hpp"
#include "wire/office/card_service.hpp"
#include "wire/office/document.hpp"
#include "wire/office/query.hpp"
#include "wire/office/staff.hpp"

using namespace ssc::wire;
using namespace ssc::wire::office;
using Json = nlohmann::ordered_json;

namespace {

using Again = tl::expected<std::string, BadMessage>;

/// Read as this type, written again.
template <class Body>
Again again(std::string_view text) {
  return decodeBody<Body>(text).map([](const Body& body) { return encodeBody(body); });
}

struct Sample {
  const char* name;
  Again (*again)(std::string_view);
  std::string text;                ///< with every member
  std::set<std::string> optional;  ///< members that may be missing
};

const std::string kColumns =
    R"("cols":[{"id":"aae003","kind":"month","sensitive":false},{"id":"aae140","kind":"money","sensitive":true}],)"
    R"("rows":[{"cells":["2026-01","AAAA"]},{"cells":[]}])";

/// Typed by hand: the members of each message, in their order.
std::vector<Sample> samples() {
  return {
      {"9020",
       again<Register>,
       R"({"code":"7F3K9Q2M","tlsRequest":"-----BEGIN\nAA==\n-----END\n","signKey":"00FF"})",
       {}},
      {"9020 answer",
       again<Registered>,
       R"({"state":"APPROVED","tlsCertificate":"PEM\n","authority":"PEM","signCertificate":"PEM","centerKey":"00FF"})",
       {"tlsCertificate", "authority", "signCertificate", "centerKey"}},
      {"9022",
       again<PowerOn>,
       R"({"challenge":"0A","measured":"0B","proof":"AA=="})",
       {"challenge", "measured", "proof"}},
      {"9022 answer", again<PoweredOn>, R"({"challenge":"0A"})", {"challenge"}},
      {"9001", again<SignIn>, R"({"version":"1.0.0"})", {}},
      {"9001 answer",
       again<SignedIn>,
       R"({"signNo":"S20260105000001","kid":"K1","sessionKey":"00FF","serverTime":"20260105093011120",)"
       R"("validUntil":"20260106093011120","areas":["999999","999900"]})",
       {}},
      {"9002", again<SignOut>, "{}", {}},
      {"done", again<Done>, "{}", {}},
      {"9010", again<Heartbeat>, R"({"link":"ONLINE","session":true,"queue":3,"alarm":5})", {}},
      {"9010 answer", again<Beaten>, R"({"interval":60})", {}},
      {"9015", again<AskAfter>, R"({"msgid":"SIMH00000001202601050930100042","from":24000})", {"from"}},
      {"9015 answer",
       again<Asked>,
       R"({"state":"done","answer":"{\"infcode\":0}","output":"e30=","size":2})",
       {"answer", "output", "size"}},
      {"8110",
       again<CardSignIn>,
       R"({"way":"card","aac002":"AAAA","aac003":"BBBB","aaz500":"T00000028","aaz501":"999999D15600",)"
       R"("aaz508":"99","aab301":"999999","algorithm":"03","resetInfo":"0081","proven":true,"service":"YZ-01",)"
       R"("purpose":"release","idExpires":"2031-05-04"})",
       {"aaz500", "aaz501", "aaz508", "algorithm", "resetInfo", "service", "purpose", "idExpires"}},
      {"8110 answer",
       again<CardSignedIn>,
       R"({"sessionId":"A1","level":1,"aaz502":"1","maskedName":"*试甲","offers":["pin","phone"]})",
       {}},
      {"8111",
       again<PinResult>,
       R"({"sessionId":"A1","result":"wrong","triesLeft":2,"initialPin":false})",
       {}},
      {"8112", again<FaceCheck>, R"({"sessionId":"A1","score":97,"alive":true})", {}},
      {"8111 answer", again<LevelReached>, R"({"level":2,"aaz502":"1","offers":[]})", {}},
      {"8101",
       again<PhoneCode>,
       R"({"qr":"SSC1.01.7F3K9Q2M5T8V1X4Z.29000000.3M4KRVJWE5ZM64ZD","purpose":"01","orgId":"SIMH00000001",)"
       R"("place":"一楼","service":"查询","nonce":"00FF"})",
       {}},
      {"8101 answer", again<PhoneCodeTaken>, R"({"loginId":"0000000000000000000A","needConfirm":true})", {}},
      {"8102", again<CreateCode>, R"({"kind":"kiosk","place":"一楼","service":"查询"})", {}},
      {"8102 answer",
       again<CodeCreated>,
       R"({"loginId":"0000000000000000000A","qrSecret":"AAAA","expiresIn":120,"interval":2})",
       {}},
      {"8103", again<PollSignIn>, R"({"loginId":"0000000000000000000A"})", {}},
      {"8103 answer",
       again<SignInState>,
       R"({"state":"CONFIRMED","slowDown":false,"maskedName":"*试甲","matchNumber":"1019","sessionId":"A1",)"
       R"("level":2,"person":[{"aac002":"AAAA","aac003":"BBBB","aaz500":"","aaz501":"","aaz502":"1",)"
       R"("aab301":"999999"}],"reason":0})",
       {"maskedName", "matchNumber", "sessionId"}},
      {"8106", again<CancelSignIn>, R"({"loginId":"0000000000000000000A"})", {}},
      {"8113", again<EndSession>, R"({"sessionId":"A1"})", {}},
      {"8206",
       again<Query>,
       R"({"sessionId":"A1","item":"LP-HR-01","view":"years","from":"2024-01","to":"2025-12-31","page":7})",
       {"view", "from", "to"}},
      {"8206 answer",
       again<QueryAnswer>,
       "{" + kColumns +
           R"(,"more":true,"view":"years","views":["years","months"],"area":"999999","asOf":"20260105093011120"})",
       {}},
      {"8207",
       again<ProveIdentity>,
       R"({"sessionId":"A1","item":"YZ-01","place":"一楼","matter":"查询"})",
       {}},
      {"8207 answer",
       again<Receipt>,
       R"({"docNo":"SIM9999990220260105000001","code":"8SC7MGCM7151H","facts":"02|24","signature":"AAAA",)" +
           kColumns + "}",
       {}},
      {"8205", again<CheckDocument>, R"({"docNo":"SIM9999990220260105000001","code":"8SC7MGCM7151H"})", {}},
      {"8205 answer",
       again<DocumentState>,
       R"({"state":"valid","type":"02","issuedOn":"2026-01-05","area":"999999","maskedName":"*试甲"})",
       {"type", "issuedOn", "area", "maskedName"}},
      {"8201",
       again<AskRightsRecord>,
       R"({"sessionId":"A1","item":"LP-HR-022","insurance":"pension","year":"2025"})",
       {"insurance", "year"}},
      {"8202",
       again<AskStatement>,
       R"({"sessionId":"A1","item":"YZ-027","purpose":"transfer","insurance":"medical","toArea":"999999"})",
       {"insurance", "toArea"}},
      {"8202 answer",
       again<DocumentData>,
       R"({"draftNo":"D1","type":"02","from":"2024-02","to":"2026-01","blocks":[{"id":"person",)" + kColumns +
           R"(}],"area":"999900","asOf":"20260105093011120"})",
       {"from", "to"}},
      {"8203",
       again<RegisterDocument>,
       R"({"sessionId":"A1","draftNo":"D1","bodyHash":"00FF","pages":2})",
       {}},
      {"8203 answer",
       again<DocumentRegistered>,
       R"({"docNo":"SIM9999000220260105000001","code":"8SC7MGCM7151H",)"
       R"("qr":"SSV1.SIM9999000220260105000001.8SC7MGCM7151H","issuedAt":"20260105093011120"})",
       {}},
      {"8204", again<CloseDocument>, R"({"docNo":"SIM1","state":"void","reason":"卡纸"})", {"reason"}},
      {"8721",
       again<QuickCheck>,
       R"({"sessionId":"A1","item":"LP-OT-045","values":[{"id":"gate","value":"东门"}],"score":93,"alive":true})",
       {}},
      {"8721 answer",
       again<CheckOutcome>,
       R"({"result":"refused","reason":"expired",)" + kColumns + "}",
       {"reason"}},
      {"8114", again<HelpCall>, R"({"sessionId":"A1","reason":"pin"})", {"sessionId"}},
      {"8114 answer", again<HelpCalled>, R"({"ticket":"H001","ahead":2})", {}},
      {"8115",
       again<ClerkRelease>,
       R"({"staffSessionId":"S1","sessionId":"A1","release":"identity","reason":"忘记密码","personSeen":true,"idSeen":true})",
       {}},
      {"8116",
       again<AuthorityCheck>,
       R"({"sessionId":"A1","way":"cards","relation":"21","aaz501":"00FF","proven":true,"pin":"ok","initialPin":false,)"
       R"("loginId":"L1","mandateNo":"M1","service":"LP-OT-019"})",
       {"relation", "aaz501", "pin", "loginId", "mandateNo", "service"}},
      {"8116 answer",
       again<AuthorityGiven>,
       R"({"level":2,"maskedName":"*试甲","relation":"21","validUntil":"20260105093011120"})",
       {}},
      {"8117", again<StaffSignIn>, R"({"sessionId":"A1"})", {}},
      {"8117 answer",
       again<StaffSignedIn>,
       R"({"staffSessionId":"S1","staffNo":"S90001","role":"clerk","idleSeconds":300,"validUntil":"20260105173011000"})",
       {}},
      {"8118", again<StaffSignOut>, R"({"staffSessionId":"S1"})", {}},
      {"8301", again<AskCardState>, R"({"sessionId":"A1"})", {}},
      {"8301 answer",
       again<CardState>,
       R"({"aaz502":"1","kzt":"1","aaz508":"99","issuedOn":"2024-01-01","validUntil":"2034-01-01"})",
       {}},
      {"8303",
       again<EnableCard>,
       R"({"sessionId":"A1","staffSessionId":"S1","aaz501":"00FF","reason":"新卡","proven":true,)"
       R"("evidence":["face"],"idNumber":"AAAA","newPin":true})",
       {"staffSessionId", "aaz501", "reason", "idNumber"}},
      {"8303 answer",
       again<CardChanged>,
       R"({"operationNo":"C1","before":"0","after":"1","doneAt":"20260105093011120"})",
       {}},
      {"8304",
       again<ReportLoss>,
       R"({"sessionId":"A1","staffSessionId":"S1","aaz501":"00FF","reason":"丢失","proven":false,"evidence":[]})",
       {"staffSessionId", "aaz501", "reason"}},
      {"8306",
       again<ReleaseCard>,
       R"({"sessionId":"A1","staffSessionId":"S1","aaz501":"00FF","reason":"找到","proven":true,"evidence":[]})",
       {"staffSessionId", "aaz501", "reason"}},
      {"8701",
       again<SubmitApplication>,
       R"({"sessionId":"A1","item":"LP-HR-001","kind":"form","applyNo":"SQ1","values":[{"id":"region","value":"999900"}]})",
       {"applyNo"}},
      {"8701 answer",
       again<ApplicationState>,
       R"({"applyNo":"SQ1","state":"RETURNED","until":"2026-01-20"})",
       {"until"}},
      {"8702", again<AskApplications>, R"({"sessionId":"A1","applyNo":"SQ1","page":0})", {"applyNo"}},
      {"8702 answer",
       again<Applications>,
       R"({"rows":[{"applyNo":"SQ1","item":"LP-HR-001","kind":"form","state":"RETURNED",)"
       R"("submittedAt":"20260105093011120","changedAt":"20260105093011120","reason":"缺材料","until":"2026-01-20"}],)"
       R"("more":false,"steps":[{"step":"submit","at":"20260105093011120","reason":"新"}],)"
       R"("values":[{"id":"region","value":"999900"}]})",
       {}},
      {"8703",
       again<DecideApplication>,
       R"({"staffSessionId":"S1","applyNo":"SQ1","decision":"return","reason":"缺材料"})",
       {"reason"}},
      {"8704", again<WithdrawApplication>, R"({"sessionId":"A1","applyNo":"SQ1"})", {}},
  };
}

std::string mistakeOf(const Again& result) {
  return result ? "none" : result.error().text();
}

std::string with(const Sample& sample, const std::string& member, const Json& value) {
  Json json = Json::parse(sample.text);
  json[member] = value;
  return json.dump();
}

/// Values of another type than the one that is there, and what is said of each.
std::vector<Json> wrongTypes(const Json& value) {
  if (value.is_string()) return {1, true, nullptr, Json::array(), Json::object()};
  if (value.is_boolean()) return {"true", 1, nullptr};
  if (value.is_number()) return {"1", 1.5, -1, true, nullptr};
  return {"x", Json::object(), nullptr, Json::array({1})};
}

std::string times(std::size_t count, char c) {
  return std::string(count, c);
}

void eachMember(const std::function<void(const Sample&, const std::string&, const Json&)>& check) {
  for (const Sample& sample : samples()) {
    const Json json = Json::parse(sample.text);
    for (const auto& [member, value] : json.items()) {
      INFO(sample.name, ", ", member);
      check(sample, member, value);
    }
  }
}

}  // namespace

TEST_CASE("every body is read from its literal text and written as the same") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    const auto written = sample.again(sample.text);
    REQUIRE_MESSAGE(written.has_value(), mistakeOf(written));
    CHECK_EQ(*written, sample.text);
  }
}

TEST_CASE("a member that is missing is named, unless it may be") {
  eachMember([](const Sample& sample, const std::string& member, const Json&) {
    Json json = Json::parse(sample.text);
    json.erase(member);
    const auto result = sample.again(json.dump());
    if (sample.optional.contains(member)) {
      REQUIRE(result.has_value());
      CHECK_EQ(*result, json.dump());
    } else {
      CHECK_EQ(mistakeOf(result), member + ": is missing");
    }
  });
}

TEST_CASE("a member that is there twice is named") {
  eachMember([](const Sample& sample, const std::string& member, const Json& value) {
    std::string text = sample.text;
    text.insert(1, "\"" + member + "\":" + value.dump() + ",");
    CHECK_EQ(mistakeOf(sample.again(text)), member + ": is there twice");
  });
}

TEST_CASE("a member of another type is named") {
  eachMember([](const Sample& sample, const std::string& member, const Json& value) {
    for (const Json& wrong : wrongTypes(value)) {
      CAPTURE(wrong.dump());
      CHECK(mistakeOf(sample.again(with(sample, member, wrong))).starts_with(member + ": must "));
    }
  });
}

TEST_CASE("a member that nobody knows is named") {
  for (const Sample& sample : samples()) {
    CAPTURE(sample.name);
    CHECK_EQ(mistakeOf(sample.again(with(sample, "more!", 1))), "more!: is not a known member");
  }
}

TEST_CASE("texts that are too long or hold control characters are named") {
  eachMember([](const Sample& sample, const std::string& member, const Json& value) {
    if (!value.is_string()) return;
    CHECK(mistakeOf(sample.again(with(sample, member, times(40'001, 'A')))) != "none");
    if (member == "answer") return;  // a JSON text of its own, read strictly where it is used
    for (const char* bad : {"A\x01", "A\x7F", "A\tB"}) {
      CAPTURE(bad);
      CHECK(mistakeOf(sample.again(with(sample, member, bad))).starts_with(member + ": must be "));
    }
  });
}

TEST_CASE("names that are there twice are found inside lists too") {
  const std::string person =
      R"({"aac002":"A","aac003":"B","aaz500":"","aaz501":"","aaz502":"1","aaz502":"2","aab301":"999999"})";
  const std::string text =
      R"({"state":"CONFIRMED","slowDown":false,"level":2,"person":[)" + person + R"(],"reason":0})";
  CHECK_EQ(mistakeOf(again<SignInState>(text)), "aaz502: is there twice");
  CHECK_EQ(mistakeOf(again<QueryAnswer>(
               R"({"cols":[{"id":"a","id":"b","kind":"text","sensitive":false}],"rows":[],"more":false})")),
           "id: is there twice");
}

TEST_CASE("mistakes inside lists are named with their list") {
  const auto columns = [](const std::string& column) {
    return mistakeOf(again<QueryAnswer>(R"({"cols":[)" + column +
                                        R"(],"rows":[],"more":false,"view":"v","views":[],)"
                                        R"("area":"999999","asOf":"20260105093011120"})"));
  };
  CHECK_EQ(columns(R"({"id":"a","kind":"text","sensitive":true})"), "none");
  CHECK_EQ(columns(R"({"id":"a","kind":"text"})"), "cols.sensitive: is missing");
  CHECK_EQ(columns(R"({"id":"a","kind":"text","sensitive":true,"x":1})"), "cols.x: is not a known member");
  CHECK_EQ(columns(R"({"id":"a b","kind":"text","sensitive":true})"),
           "cols.id: must be 1 to 64 letters and digits");
  CHECK_EQ(columns("1"), "cols: must hold objects");
}

TEST_CASE("lists have their greatest length") {
  const auto rows = [](std::size_t count) {
    Json json{{"cols", Json::array()},
              {"rows", Json::array()},
              {"more", false},
              {"view", "v"},
              {"views", Json::array()},
              {"area", "999999"},
              {"asOf", "20260105093011120"}};
    for (std::size_t i = 0; i < count; ++i)
      json["rows"].push_back({{"cells", Json::array()}});
    return mistakeOf(again<QueryAnswer>(json.dump()));
  };
  CHECK_EQ(rows(100), "none");
  CHECK_EQ(rows(101), "rows: must be a list of at most 100");
  const auto areas = [](std::size_t count) {
    Json json = Json::parse(samples()[5].text);
    json["areas"] = std::vector<std::string>(count, "999999");
    return mistakeOf(again<SignedIn>(json.dump()));
  };
  CHECK_EQ(areas(64), "none");
  CHECK_EQ(areas(65), "areas: must be a list of at most 64");
}

TEST_CASE("numbers have their bounds") {
  struct Row {
    const char* sample;
    const char* member;
    std::uint64_t least, most;
  };
  const auto all = samples();
  for (const Row& row : {Row{"9010", "queue", 0, 100'000'000}, Row{"9010", "alarm", 0, 5},
                         Row{"9010 answer", "interval", 1, 86'400}, Row{"8110 answer", "level", 0, 3},
                         Row{"8111", "triesLeft", 0, 255}, Row{"8112", "score", 0, 100},
                         Row{"8102 answer", "expiresIn", 1, 86'400},
                         Row{"8102 answer", "interval", 1, 86'400}, Row{"8103 answer", "level", 0, 3},
                         Row{"8103 answer", "reason", 0, 9999}, Row{"8206", "page", 0, 10'000}}) {
    CAPTURE(row.sample);
    CAPTURE(row.member);
    const Sample& sample =
        *std::ranges::find_if(all, [&](const Sample& s) { return std::string(s.name) == row.sample; });
    const std::string rule = std::string(row.member) + ": must be a whole number from " +
                             std::to_string(row.least) + " to " + std::to_string(row.most);
    CHECK_EQ(mistakeOf(sample.again(with(sample, row.member, row.least))), "none");
    CHECK_EQ(mistakeOf(sample.again(with(sample, row.member, row.most))), "none");
    CHECK_EQ(mistakeOf(sample.again(with(sample, row.member, row.most + 1))), rule);
    if (row.least > 0) CHECK_EQ(mistakeOf(sample.again(with(sample, row.member, row.least - 1))), rule);
  }
}

TEST_CASE("areas, times, periods and message ids have one form") {
  const auto all = samples();
  const auto mistake = [&](const char* name, const char* member, const char* value) {
    const Sample& sample =
        *std::ranges::find_if(all, [&](const Sample& s) { return std::string(s.name) == name; });
    return mistakeOf(sample.again(with(sample, member, value)));
  };
  for (const char* bad : {"", "99999", "9999990", "99999a", "999 99"})
    CHECK_EQ(mistake("8110", "aab301", bad), "aab301: must be six digits");
  for (const char* bad : {"", "2026010509301112", "202601050930111200", "2026-01-05 09:30:"})
    CHECK_EQ(mistake("9001 answer", "serverTime", bad), "serverTime: must be yyyyMMddHHmmssSSS");
  for (const char* bad : {"2024", "2024-1-01", "202401", "2024/01", "2024-01-1", "2024-01-011", "aaaa-01"})
    CHECK_EQ(mistake("8206", "from", bad), "from: must be yyyy-MM or yyyy-MM-dd");
  CHECK_EQ(mistake("8206", "from", "2024-01-31"), "none");
  for (const char* bad : {"", "SIMH0000000120260105093010004", "SIMH00000001202601050930100042x",
                          "SIMH0000000120260105093010|042"})
    CHECK_EQ(mistake("9015", "msgid", bad), "msgid: must be 30 characters");
}

TEST_CASE("mistakes never say a value") {
  eachMember([](const Sample& sample, const std::string& member, const Json& value) {
    if (!value.is_string()) return;
    const auto mistake = mistakeOf(sample.again(with(sample, member, "\x01SECRET")));
    CHECK(mistake.find("SECRET") == std::string::npos);
  });
}
