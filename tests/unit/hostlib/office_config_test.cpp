// [office] of ssc.toml: what it gives, and that every mistake is named.
#include "hostlib/profile/config.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"

using namespace ssc::profile;
using ssc::test::TemporaryFolder;

namespace {

const std::string kWhole = R"([office]
url = "https://center.example:9443"
ca = "/etc/ssc/center-ca.pem"
center_key = "/etc/ssc/center.key"
folder = "/var/lib/ssc/office"
terminal = "999999000017"
area = "999999"
institution = "SIMH00000001"
institution_name = "模拟医院"
place = "一楼大厅"
)";

std::string without(std::string_view key) {
  const auto at = kWhole.find("\n" + std::string(key) + " =") + 1;
  REQUIRE(at != 0);
  std::string text = kWhole;
  return text.erase(at, text.find('\n', at) - at + 1);
}

std::string with(std::string_view key, std::string_view value) {
  const auto line = std::string(key) + " = " + std::string(value) + "\n";
  return (kWhole.find("\n" + std::string(key) + " =") == std::string::npos ? kWhole : without(key)) + line;
}

std::string repeated(std::string_view text, int count) {
  std::string all = "\"";
  for (int i = 0; i < count; ++i)
    all += text;
  return all + "\"";
}

std::string mistakeIn(const std::string& text) {
  const TemporaryFolder folder;
  Config config;
  const auto file = folder.write("ssc.toml", text);
  const auto read = readConfigInto(config, file);
  if (read) return "none";
  CHECK_FALSE(config.office.has_value());
  CHECK(read.error().text().starts_with(file.string() + ": "));
  return read.error().where + ": " + read.error().what;
}

}  // namespace

TEST_CASE("without [office] there is no back office") {
  const TemporaryFolder folder;
  Config config;
  REQUIRE(readConfigInto(config, folder.write("a.toml", "language = \"zh\"")).has_value());
  CHECK_FALSE(config.office.has_value());
}

TEST_CASE("[office] gives addresses, files and names") {
  const TemporaryFolder folder;
  Config config;
  REQUIRE(readConfigInto(config, folder.write("ssc.toml", kWhole)).has_value());
  REQUIRE(config.office.has_value());
  CHECK_EQ(config.office->url, "https://center.example:9443");
  CHECK_EQ(config.office->registerUrl, "");
  CHECK_EQ(config.office->authority, "/etc/ssc/center-ca.pem");
  CHECK_EQ(config.office->centerKey, "/etc/ssc/center.key");
  CHECK_EQ(config.office->folder, "/var/lib/ssc/office");
  CHECK_EQ(config.office->terminal, "999999000017");
  CHECK_EQ(config.office->area, "999999");
  CHECK_EQ(config.office->institution, "SIMH00000001");
  CHECK_EQ(config.office->institutionName, "模拟医院");
  CHECK_EQ(config.office->place, "一楼大厅");
  CHECK_EQ(config.office->operatorType, "2");
  CHECK_EQ(config.office->operatorId, "");
}

TEST_CASE("a later file overrides only what it names") {
  const TemporaryFolder folder;
  Config config;
  REQUIRE(readConfigInto(config, folder.write("a.toml", kWhole)).has_value());
  const auto* more =
      "[office]\noperator_type = \"1\"\noperator = \"op0007\"\noperator_name = \"测试员\"\nregister_url = "
      "\"https://c:1\"";
  REQUIRE(readConfigInto(config, folder.write("b.toml", more)).has_value());
  CHECK_EQ(config.office->terminal, "999999000017");
  CHECK_EQ(config.office->operatorType, "1");
  CHECK_EQ(config.office->operatorId, "op0007");
  CHECK_EQ(config.office->operatorName, "测试员");
  CHECK_EQ(config.office->registerUrl, "https://c:1");
}

TEST_CASE("everything but the operator and the registration's address is needed") {
  for (const char* key : {"url", "ca", "center_key", "folder", "terminal", "area", "institution",
                          "institution_name", "place"}) {
    CAPTURE(key);
    CHECK_EQ(mistakeIn(without(key)), "office." + std::string(key) + ": is missing");
  }
}

TEST_CASE("every mistake in [office] names the file, the key and what is wrong") {
  struct Row {
    std::string text;
    const char* mistake;
  };
  const char* const kInstitution = "office.institution: must be 12 digits and capital letters";
  const char* const kOperatorType =
      "office.operator_type: must be \"1\" (clerk), \"2\" (self-service) or \"3\" (mobile)";
  for (const Row& row : {
           Row{"office = 1", "office: must be a table"},
           Row{with("url", "\"http://c\""), "office.url: must begin with https://"},
           Row{with("register_url", "\"c\""), "office.register_url: must begin with https://"},
           Row{with("url", "1"), "office.url: must be a text"},
           Row{with("ca", "\"\""), "office.ca: must be a path"},
           Row{with("center_key", "\"\""), "office.center_key: must be a path"},
           Row{with("folder", "\"\""), "office.folder: must be a path"},
           Row{with("terminal", "\"99999900001\""), "office.terminal: must be 12 digits"},
           Row{with("terminal", "\"9999990000170\""), "office.terminal: must be 12 digits"},
           Row{with("terminal", "\"99999900001X\""), "office.terminal: must be 12 digits"},
           Row{with("terminal", "999999000017"), "office.terminal: must be a text"},
           Row{with("area", "\"99999\""), "office.area: must be 6 digits"},
           Row{with("institution", "\"SIMH0000001\""), kInstitution},
           Row{with("institution", "\"SIMH0000000a\""), kInstitution},
           Row{with("institution_name", repeated("院", 21)),
               "office.institution_name: must be at most 20 characters without |"},
           Row{with("institution_name", "\"a|b\""),
               "office.institution_name: must be at most 20 characters without |"},
           Row{with("place", "\"a\\u0001b\""), "office.place: must be at most 64 characters without |"},
           Row{with("place", repeated("楼", 65)), "office.place: must be at most 64 characters without |"},
           Row{with("operator_type", "\"4\""), kOperatorType},
           Row{with("operator", repeated("o", 31)),
               "office.operator: must be at most 30 characters without |"},
           Row{with("operator_name", repeated("员", 51)),
               "office.operator_name: must be at most 50 characters without |"},
           Row{with("insecure", "true"), "office.insecure: is not a known setting"},
           Row{with("verify", "false"), "office.verify: is not a known setting"},
       }) {
    CAPTURE(row.text);
    CHECK_EQ(mistakeIn(row.text), row.mistake);
  }
  CHECK_EQ(mistakeIn(with("institution_name", repeated("院", 20))), "none");
}
