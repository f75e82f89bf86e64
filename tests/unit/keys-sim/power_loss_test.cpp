// Power goes at every character of every command that writes, at every system call of the write, and memory
// fails: afterwards the card has what it had before, or all of what the command brings.
#include <csignal>
#include <fstream>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include "keys-sim/device/station.hpp"
#include "keys-sim/profile/file_text.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"
#include "tests/unit/keys-sim/scenario.hpp"

namespace ssc::sim::test {
namespace {

using ssc::test::TemporaryFolder;

struct Write {
  std::string_view name, setting, command, status;
};

constexpr auto kWrites = std::to_array<Write>({
    {"UPDATE RECORD", "ssse DF01 key=UK1DF01", "00DC012C0420023132", "9000"},
    {"UPDATE RECORD, append", "ssse DF01 key=UK2DF01", "00DC7738037701AA", "9000"},
    {"UPDATE RECORD, cyclic", "ssse DF04 key=UK2DF04", "00DC00AB03000931", "9000"},
    {"UPDATE RECORD under a MAC", "ssse DF01 key=UK2DF01 challenge", "04DC013C07290135+STKDF01", "9000"},
    {"UPDATE BINARY", "ssse key=UKSSSE", "00D6880004DEADBEEF", "9000"},
    {"UPDATE BINARY under a MAC", "ssse DF01 key=UK7DF01 challenge", "04D6960006BEEF+STKDF01", "9000"},
    {"VERIFY, wrong", "ssse", "0020000003999999", "63C5"},
    {"VERIFY, right", "tries=PIN:2 ssse", "0020000003123456", "9000"},
    {"CHANGE PIN", "tries=PIN:2 ssse", "805E010007123456FF654321", "9000"},
    {"CHANGE PIN, wrong", "ssse", "805E010007999999FF654321", "63C5"},
    {"PIN UNBLOCK", "tries=PIN:0 ssse key=PUK challenge", "8424000004+STKSSSE", "9000"},
    // PIN 654321: LD, PIN and padding under the session of the challenge.
    {"PIN RELOAD", "tries=PIN:0 ssse key=PUK challenge", "84240001145D6EE599898D66407EBBCBA7E3C4A6E2+STKSSSE",
     "9000"},
    {"APPLICATION BLOCK", "ssse DF01 challenge", "841E000104+STKDF01", "9000"},
    {"CARD BLOCK", "ssse key=BK challenge", "8416000004+STKSSSE", "9000"},
    {"EXTERNAL AUTHENTICATE, right", "tries=RKSSSE:1 ssse challenge", "0082000A10+RKSSSE", "9000"},
    {"EXTERNAL AUTHENTICATE, wrong", "ssse challenge", "0082000A10+UKSSSE", "63C2"},
});

// A small card: making one is most of the work here. DF04/EF15 is full, so that its oldest record drops out.
CardProfile smallCard() {
  auto profile = parseCardProfile(R"(
    name = "A"
    generation = 3
    algorithm = "sm4"
    historical-bytes = "00815453548699999900000001"
    pin = "123456"
    [files.SSSE.EF05]
    01 = "999900D15600000500000001E692B037"
    [files.DF04.EF15]
    rows = ["000831", "000731", "000631", "000531", "000431", "000331", "000231", "000131"]
  )",
                                  "small card");
  REQUIRE_MESSAGE(profile.has_value(), (profile ? "" : profile.error().text()));
  return std::move(*profile);
}

// A card on the contacts of a station, its memory in a folder: what a process is that may be killed.
class Slot {
 public:
  Slot(const std::filesystem::path& folder, std::string_view setting)
      : store_(folder, "A", "chip"), station_(makeChip(), [this](LinkMessage type, apdu::ByteView bytes) {
          if (type == LinkMessage::characters) apdu::append(received_, bytes);
        }) {
    station_.insert();
    station_.linkUp();
    contact(LinkMessage::supply, {0x41});
    contact(LinkMessage::clock, {0x0D, 0xF3});
    contact(LinkMessage::reset, {0x01});
    prepare(*card_, setting);
    received_.clear();
  }

  CardOs& card() { return *card_; }
  Station& station() { return station_; }

  /// The first `count` characters of a command, at the reader's pace: data only after the procedure byte.
  apdu::Bytes send(apdu::ByteView command, std::size_t count) {
    const std::size_t header = std::min<std::size_t>(count, 5);
    contact(LinkMessage::characters,
            {command.begin(), command.begin() + static_cast<std::ptrdiff_t>(header)});
    const bool askedForData = received_.size() == 1;
    if (count > header && askedForData)
      contact(LinkMessage::characters,
              {command.begin() + 5, command.begin() + static_cast<std::ptrdiff_t>(count)});
    return received_;
  }

 private:
  std::unique_ptr<Chip> makeChip() {
    auto card = makeCard(smallCard(), random_, store_);
    card_ = card.get();
    return card;
  }

  void contact(LinkMessage type, const apdu::Bytes& payload) {
    station_.onFrame({type, payload}, now_);
    while (const auto due = station_.nextDue()) {
      now_ = std::max(now_, *due);
      station_.runDue(now_);
    }
  }

  ScriptedRandom random_;
  FileStore store_;
  CardOs* card_ = nullptr;
  Station::Time now_{std::chrono::seconds(1)};
  apdu::Bytes received_;
  Station station_;
};

std::string contentIn(const std::filesystem::path& folder) {
  return contentOf(Slot(folder, "").card());
}

// One write: what the folder holds before it and after it, and how many characters pass.
struct Whole {
  std::string before, after;
  apdu::Bytes command;
  std::size_t answered = 0;
};

Whole runWhole(const Write& write) {
  const TemporaryFolder folder;
  Slot slot(folder.path(), write.setting);
  Whole whole;
  whole.before = contentIn(folder.path());
  whole.command = commandOf(slot.card(), write.command);
  const auto answer = slot.send(whole.command, whole.command.size());
  REQUIRE(apdu::toHex(answer).ends_with(write.status));
  whole.answered = answer.size();
  whole.after = contentIn(folder.path());
  REQUIRE(whole.before != whole.after);
  return whole;
}

// Power goes after `sent` characters of the command, or after `answered` characters of the card.
std::string contentAfterCut(const Write& write, const Whole& whole, std::size_t sent, unsigned answered) {
  const TemporaryFolder folder;
  {
    Slot slot(folder.path(), write.setting);
    if (answered > 0) slot.station().faults().tear(answered);
    slot.send(whole.command, sent);
  }
  return contentIn(folder.path());
}

// --- the write itself, interrupted

const PersistentState& oldState() {
  static const PersistentState kState{{{"PIN", 5}}, {}, {{"DF01/EF07", {{0x29, 0x01, 0x31}}}}};
  return kState;
}
const PersistentState& newState() {
  static const PersistentState kState{{{"PIN", 6}}, {"DF03"}, {{"DF01/EF07", {{0x29, 0x01, 0x32}}}}};
  return kState;
}

[[noreturn]] void saveUnderTrace(const std::filesystem::path& folder) {
  ::ptrace(PTRACE_TRACEME, 0, nullptr, nullptr);
  ::raise(SIGSTOP);
  FileStore store(folder, "A", "chip");
  ::_exit(store.save(newState()) ? 0 : 1);
}

// Lets a child write and kills it when it enters or leaves its n-th system call. False: it had finished.
bool killAtSystemCall(const std::filesystem::path& folder, unsigned n) {
  const pid_t child = ::fork();
  REQUIRE(child >= 0);
  if (child == 0) saveUnderTrace(folder);
  int status = 0;
  REQUIRE(::waitpid(child, &status, 0) == child);
  for (unsigned stop = 0; stop < n && WIFSTOPPED(status); ++stop) {
    REQUIRE(::ptrace(PTRACE_SYSCALL, child, nullptr, nullptr) == 0);
    REQUIRE(::waitpid(child, &status, 0) == child);
  }
  if (WIFEXITED(status)) {
    CHECK(WEXITSTATUS(status) == 0);
    return false;
  }
  REQUIRE(::kill(child, SIGKILL) == 0);
  REQUIRE(::waitpid(child, &status, 0) == child);
  return true;
}

PersistentState loaded(const std::filesystem::path& folder) {
  const auto state = FileStore(folder, "A", "chip").load();
  REQUIRE_MESSAGE(state.has_value(), (state ? "" : state.error()));
  return *state;
}

}  // namespace

TEST_CASE("power that goes at any character leaves the old state or the new one, never a mixture") {
  for (const auto& write : kWrites) {
    CAPTURE(write.name);
    const Whole whole = runWhole(write);
    const std::size_t length = whole.command.size();
    for (std::size_t sent = 0; sent < length; ++sent) {
      CAPTURE(sent);
      CHECK(contentAfterCut(write, whole, sent, 0) == whole.before);
    }
    // The first character of the answer is the procedure byte that asks for the data.
    CHECK(contentAfterCut(write, whole, length, 1) == whole.before);
    for (unsigned answered = 2; answered <= whole.answered; ++answered) {
      CAPTURE(answered);
      CHECK(contentAfterCut(write, whole, length, answered) == whole.after);
    }
  }
}

TEST_CASE("memory that fails answers 6581 and leaves everything as it was") {
  for (const auto& write : kWrites) {
    CAPTURE(write.name);
    ScriptedRandom random;
    FailingStore store;
    const auto card = makeCard(smallCard(), random, store);
    prepare(*card, write.setting);
    const auto before = contentOf(*card);
    const auto command = apdu::toHex(commandOf(*card, write.command));
    store.full = true;
    CHECK(ask(*card, command) == "6581");
    CHECK(contentOf(*card) == before);
    CHECK_FALSE(card->state().pinVerified);
    const auto restarted = makeCard(smallCard(), random, store);
    CHECK(contentOf(*restarted) == before);
  }
}

TEST_CASE("a write that is killed at any system call leaves the old state file or the new one") {
  unsigned old = 0, fresh = 0, leftovers = 0;
  for (unsigned stop = 0;; ++stop) {
    CAPTURE(stop);
    const TemporaryFolder folder;
    REQUIRE(FileStore(folder.path(), "A", "chip").save(oldState()).has_value());
    const bool killed = killAtSystemCall(folder.path(), stop);
    const auto state = loaded(folder.path());
    CHECK((state == oldState() || state == newState()));
    ++(state == oldState() ? old : fresh);
    leftovers += std::filesystem::exists(folder.path() / "A.state.json.new") ? 1U : 0U;
    if (!killed) break;
  }
  // Opening, writing, syncing and closing the new file come before the renaming; syncing the folder after it.
  CHECK(old >= 8);
  CHECK(fresh >= 3);
  CHECK(leftovers >= 4);
}

TEST_CASE("whatever is left of an unfinished new file is ignored and overwritten") {
  const TemporaryFolder whole;
  REQUIRE(FileStore(whole.path(), "A", "chip").save(newState()).has_value());
  const auto text = readFileText(whole.path() / "A.state.json");
  REQUIRE(text.has_value());
  const TemporaryFolder folder;
  FileStore store(folder.path(), "A", "chip");
  for (std::size_t length = 0; length <= text->size(); ++length) {
    CAPTURE(length);
    REQUIRE(store.save(oldState()).has_value());
    std::ofstream(folder.path() / "A.state.json.new", std::ios::binary) << text->substr(0, length);
    CHECK(loaded(folder.path()) == oldState());
  }
  REQUIRE(store.save(newState()).has_value());
  CHECK(loaded(folder.path()) == newState());
}

}  // namespace ssc::sim::test
