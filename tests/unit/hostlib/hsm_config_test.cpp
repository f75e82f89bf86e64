// [hsm] of ssc.toml: what it gives, and that every mistake is named.
#include "hostlib/profile/config.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"

using namespace ssc::profile;
using ssc::test::TemporaryFolder;

namespace {

const std::string kAddress = R"([hsm]
url = "https://hsm.example:8443"
ca = "/etc/ssc/hsm-ca.pem"
certificate = "/etc/ssc/terminal.pem"
key = "/etc/ssc/terminal.key"
)";

struct Mistake {
  std::string text;
  const char *where, *what;
};

}  // namespace

TEST_CASE("without [hsm] there is no HSM, and a session of its own length needs none") {
  const TemporaryFolder folder;
  Config config;
  REQUIRE(readConfigInto(config, folder.write("a.toml", "language = \"zh\"")).has_value());
  CHECK_FALSE(config.hsm.has_value());
  CHECK_EQ(config.hsmSession.count(), 60000);
  REQUIRE(readConfigInto(config, folder.write("b.toml", "[hsm]\nsession_ms = 2000")).has_value());
  CHECK_FALSE(config.hsm.has_value());
  CHECK_EQ(config.hsmSession.count(), 2000);
}

TEST_CASE("[hsm] gives address, files, limits and references by region") {
  const TemporaryFolder folder;
  Config config;
  REQUIRE(readConfigInto(config, folder.write("ssc.toml", kAddress + R"(connect_ms = 100
total_ms = 600000
session_ms = 1000
[hsm.keys."999900"]
RKSSSE = "A1"
IRK = "0123456789ABCDEF"
[hsm.keys.99]
RKSSSE = "~"
)"))
              .has_value());
  REQUIRE(config.hsm.has_value());
  CHECK_EQ(config.hsm->url, "https://hsm.example:8443");
  CHECK_EQ(config.hsm->authority, "/etc/ssc/hsm-ca.pem");
  CHECK_EQ(config.hsm->certificate, "/etc/ssc/terminal.pem");
  CHECK_EQ(config.hsm->key, "/etc/ssc/terminal.key");
  CHECK_EQ(config.hsm->connectLimit.count(), 100);
  CHECK_EQ(config.hsm->totalLimit.count(), 600000);
  CHECK_EQ(config.hsmSession.count(), 1000);
  CHECK_EQ(config.hsm->keys.at("999900").at("IRK"), "0123456789ABCDEF");
  CHECK_EQ(config.hsm->keys.at("99").at("RKSSSE"), "~");
}

TEST_CASE("callers with a back office of their own need the key references only") {
  const TemporaryFolder folder;
  Config config;
  REQUIRE(readConfigInto(config,
                         folder.write("a.toml", "[hsm]\nsession_ms = 2000\n[hsm.keys.999900]\nPUK = \"P1\""))
              .has_value());
  CHECK_FALSE(config.hasHsm());
  CHECK_EQ(config.hsm->keys.at("999900").at("PUK"), "P1");
  REQUIRE(readConfigInto(config, folder.write("b.toml", kAddress)).has_value());
  CHECK(config.hasHsm());
  CHECK_EQ(config.hsm->keys.at("999900").at("PUK"), "P1");
}

TEST_CASE("limits have defaults, and a later file overrides only what it names") {
  const TemporaryFolder folder;
  Config config;
  REQUIRE(
      readConfigInto(config, folder.write("a.toml", kAddress + "[hsm.keys.9999]\nIRK = \"A\"\nPUK = \"B\"")));
  CHECK_EQ(config.hsm->connectLimit.count(), 3000);
  CHECK_EQ(config.hsm->totalLimit.count(), 10000);
  REQUIRE(
      readConfigInto(config, folder.write("b.toml", "[hsm]\ntotal_ms = 500\n[hsm.keys.9999]\nPUK = \"C\"")));
  CHECK_EQ(config.hsm->url, "https://hsm.example:8443");
  CHECK_EQ(config.hsm->totalLimit.count(), 500);
  CHECK_EQ(config.hsm->keys.at("9999").at("IRK"), "A");
  CHECK_EQ(config.hsm->keys.at("9999").at("PUK"), "C");
}

TEST_CASE("every mistake in [hsm] names the file, the key and what is wrong") {
  const TemporaryFolder folder;
  const char* kReference = "must be a text of 1 to 16 printable characters without |";
  for (const Mistake& mistake : {
           Mistake{"hsm = 1", "hsm", "must be a table"},
           Mistake{"[hsm]\ntotal_ms = 1000", "hsm.url", "is missing"},
           Mistake{"[hsm]\nurl = \"https://h\"", "hsm.ca", "is missing"},
           Mistake{"[hsm]\nurl = \"https://h\"\nca = \"c\"", "hsm.certificate", "is missing"},
           Mistake{"[hsm]\nurl = \"https://h\"\nca = \"c\"\ncertificate = \"c\"", "hsm.key", "is missing"},
           Mistake{"[hsm]\nurl = \"http://h\"\nca = \"c\"\ncertificate = \"c\"\nkey = \"k\"", "hsm.url",
                   "must begin with https://"},
           Mistake{"[hsm]\nurl = 1", "hsm.url", "must be a text"},
           Mistake{kAddress + "insecure = true", "hsm.insecure", "is not a known setting"},
           Mistake{kAddress + "connect_ms = 99", "hsm.connect_ms", "must be between 100 and 60000"},
           Mistake{kAddress + "total_ms = 600001", "hsm.total_ms", "must be between 100 and 600000"},
           Mistake{kAddress + "session_ms = 999", "hsm.session_ms", "must be between 1000 and 600000"},
           Mistake{kAddress + "keys = 1", "hsm.keys", "must be a table"},
           Mistake{kAddress + "[hsm.keys]\n9999 = \"A\"", "hsm.keys.9999", "must be a table"},
           Mistake{kAddress + "[hsm.keys.99990]\nIRK = \"A\"", "hsm.keys.99990",
                   "must be the first 2, 4 or 6 digits of a region"},
           Mistake{kAddress + "[hsm.keys.city]\nIRK = \"A\"", "hsm.keys.city",
                   "must be the first 2, 4 or 6 digits of a region"},
           Mistake{kAddress + "[hsm.keys.9999]\nIRK = 1", "hsm.keys.9999.IRK", kReference},
           Mistake{kAddress + "[hsm.keys.9999]\nIRK = \"\"", "hsm.keys.9999.IRK", kReference},
           Mistake{kAddress + "[hsm.keys.9999]\nIRK = \"A|B\"", "hsm.keys.9999.IRK", kReference},
           Mistake{kAddress + "[hsm.keys.9999]\nIRK = \"01234567890123456\"", "hsm.keys.9999.IRK",
                   kReference},
       }) {
    CAPTURE(mistake.text);
    Config config;
    const auto file = folder.write("ssc.toml", mistake.text);
    const auto read = readConfigInto(config, file);
    REQUIRE_FALSE(read.has_value());
    CHECK_EQ(read.error().text(), file.string() + ": " + mistake.where + ": " + mistake.what);
    CHECK_FALSE(config.hsm.has_value());
  }
}
