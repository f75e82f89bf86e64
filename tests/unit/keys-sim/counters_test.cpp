#include <fstream>

#include "tests/unit/keys-sim/fixtures.hpp"
#include "tests/unit/keys-sim/temporary_folder.hpp"

namespace ssc::sim::test {
namespace {

class NoMemory final : public StateStore {
 public:
  tl::expected<PersistentState, std::string> load() override { return PersistentState{}; }
  tl::expected<void, std::string> save(const PersistentState&) override {
    return tl::make_unexpected(std::string("full"));
  }
};

std::string wrongKey(CardOs& card) {
  ask(card, "0084000008");
  return ask(card, "0082000A1000000000000000FFA1A2A3A4A5A6A7A8");
}

// Each call is a card put in anew: only what the folder keeps connects them.
std::string answerOfNewCard(const std::filesystem::path& folder, std::string_view command) {
  ScriptedRandom random;
  FileStore store(folder, "A", "chip");
  const auto card = makeCard(sampleCard("card-a.toml"), random, store);
  ask(*card, kSelectSsse);
  return command.empty() ? wrongKey(*card) : ask(*card, command);
}

std::string loadError(const std::filesystem::path& folder, std::string_view text,
                      const std::string& identity) {
  std::ofstream(folder / "A.state.json") << text;
  FileStore store(folder, "A", identity);
  const auto state = store.load();
  return state ? "loaded" : state.error();
}

}  // namespace

TEST_CASE("wrong PINs count over restarts, lock the PIN, and even the right one is refused then") {
  const TemporaryFolder folder;
  for (const std::string_view answer : {"63C5", "63C4", "63C3", "63C2", "63C1", "63C0", "6983"})
    CHECK(answerOfNewCard(folder.path(), "0020000003999999") == answer);
  CHECK(answerOfNewCard(folder.path(), "0020000003123456") == "6983");
  CHECK(answerOfNewCard(folder.path(), "00200000") == "6983");
}

TEST_CASE("the right PIN gives all tries back, also after a restart") {
  const TemporaryFolder folder;
  CHECK(answerOfNewCard(folder.path(), "0020000003999999") == "63C5");
  CHECK(answerOfNewCard(folder.path(), "0020000003123456") == "9000");
  CHECK(answerOfNewCard(folder.path(), "00200000") == "63C6");
}

TEST_CASE("a key locks after three failures and stays locked") {
  const TemporaryFolder folder;
  for (const std::string_view answer : {"63C2", "63C1", "63C0", "6983", "6983"})
    CHECK(answerOfNewCard(folder.path(), "") == answer);
  CHECK(answerOfNewCard(folder.path(), "00200000") == "63C6");
}

TEST_CASE("keys that permit blocking never lock") {
  ScriptedRandom random;
  MemoryStore store;
  const auto card = makeCard(sampleCard("card-a.toml"), random, store);
  ask(*card, kSelectSsse);
  for (int attempt = 0; attempt < 5; ++attempt) {
    ask(*card, "0084000008");
    CHECK(ask(*card, "008200051000000000000000FFA1A2A3A4A5A6A7A8") == "63C3");
  }
}

TEST_CASE("a counter that cannot be stored is a memory failure, and the PIN stays unproven") {
  ScriptedRandom random;
  NoMemory store;
  const auto card = makeCard(sampleCard("card-a.toml"), random, store);
  ask(*card, kSelectSsse);
  CHECK(ask(*card, "0020000003123456") == "6581");
  CHECK_FALSE(card->state().pinVerified);
}

TEST_CASE("what was saved reads back") {
  const TemporaryFolder folder;
  FileStore store(folder.path(), "A", "chip");
  const PersistentState state{
      {{"PIN", 3}, {"RKSSSE", 0}}, {"DF04"}, {{"PIN", {}}, {"DF04/EF15", {{0x00, 0x01, 0x31}, {}}}}};
  REQUIRE(store.save(state).has_value());
  const auto loaded = FileStore(folder.path(), "A", "chip").load();
  REQUIRE(loaded.has_value());
  CHECK(*loaded == state);
  CHECK_FALSE(std::filesystem::exists(folder.path() / "A.state.json.new"));
}

TEST_CASE("a damaged state file is an error, never a fresh card") {
  const TemporaryFolder folder;
  const std::string good =
      R"({"format":2,"chip":"chip","tries":{"PIN":3},"blocked":[],"images":{"DF01/EF07":["290131"]}})";
  CHECK(loadError(folder.path(), good, "chip") == "loaded");
  for (const std::string_view bad :
       {"", "{", "[]", R"({"format":1,"chip":"chip","tries":{},"blocked":[],"images":{}})",
        R"({"format":2,"chip":"chip","tries":{},"blocked":[]})",
        R"({"format":2,"chip":"chip","tries":{"PIN":16},"blocked":[],"images":{}})",
        R"({"format":2,"chip":"chip","tries":{"PIN":-1},"blocked":[],"images":{}})",
        R"({"format":2,"chip":"chip","tries":{},"blocked":[7],"images":{}})",
        R"({"format":2,"chip":"chip","tries":{},"blocked":[],"images":[]})",
        R"({"format":2,"chip":"chip","tries":{},"blocked":[],"images":{"PIN":"12"}})",
        R"({"format":2,"chip":"chip","tries":{},"blocked":[],"images":{"PIN":["1"]}})",
        R"({"format":2,"chip":"chip","tries":{},"blocked":[],"images":{"PIN":[12]}})",
        R"({"format":2,"chip":"chip","tries":{},"blocked":[],"images":{},"more":1})"}) {
    CAPTURE(bad);
    const auto error = loadError(folder.path(), bad, "chip");
    CHECK(error.find("A.state.json: state file is damaged") != std::string::npos);
  }
  CHECK(loadError(folder.path(), good, "other").find("another chip") != std::string::npos);
}

}  // namespace ssc::sim::test
