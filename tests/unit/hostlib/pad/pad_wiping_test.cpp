// A PIN from the pad leaves nothing in the memory of the host. The pad is another process; each search first
// finds what it looks for.
#include <array>
#include <csignal>
#include <doctest/doctest.h>
#include <memory>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hostlib/flows/pad_pin_source.hpp"
#include "keys-sim/pad/serve_pad.hpp"
#include "tests/unit/crypto/memory_watch.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"

using namespace std::chrono_literals;
using namespace ssc;
using test::MemoryWatch;

namespace {

constexpr std::array<std::uint8_t, 12> kPin{'9', '7', '5', '3', '1', '8', '6', '4', '2', '0', '9', '7'};
constexpr std::array<std::uint8_t, 6> kPacked{0x97, 0x53, 0x18, 0x64, 0x20, 0x97};

/// A pad that always enters kPin, in a process of its own.
class PadProcess {
 public:
  PadProcess() : child_(::fork()) {
    if (child_ != 0) return;
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    auto server = sim::PadServer::open({socket(), {}, crypto::SecretBytes(crypto::ByteView(kPin))});
    if (server) (*server)->run(-1);
    ::_exit(1);
  }
  PadProcess(const PadProcess&) = delete;
  PadProcess& operator=(const PadProcess&) = delete;
  ~PadProcess() {
    ::kill(child_, SIGKILL);
    ::waitpid(child_, nullptr, 0);
  }
  [[nodiscard]] std::string socket() const { return (folder_.path() / "pad.sock").string(); }

 private:
  test::TemporaryFolder folder_;
  pid_t child_;
};

/// A pad that has just been started is not listening yet.
flows::Outcome<crypto::SecretBytes> askSoon(flows::PinSource& source) {
  auto digits = source.ask(flows::PinPrompt::verify);
  for (int tries = 0; !digits && tries < 200; ++tries) {
    ::usleep(50'000);
    digits = source.ask(flows::PinPrompt::verify);
  }
  return digits;
}

std::shared_ptr<flows::PinSource> sourceOf(const PadProcess& pad) {
  return flows::padPinSource(pad.socket(), 10s, {4, 12}, {});
}

}  // namespace

TEST_CASE("the digits live in one place, and nowhere once they are dropped") {
  REQUIRE(test::watchesOpenssl());
  const PadProcess pad;
  const auto source = sourceOf(pad);
  REQUIRE(askSoon(*source).has_value());
  const MemoryWatch watch(kPin);
  {
    const auto digits = source->ask(flows::PinPrompt::verify);
    REQUIRE(digits.has_value());
    CHECK(watch.liveHits() == 1);
  }
  CHECK(watch.liveHits() == 0);
  CHECK(watch.freedHits() == 0);
}

TEST_CASE("the plain text field leaves nothing behind") {
  const PadProcess pad;
  const auto source = sourceOf(pad);
  REQUIRE(askSoon(*source).has_value());
  const MemoryWatch watch(kPacked);
  {
    auto packed = std::make_unique<crypto::Bytes>(kPacked.begin(), kPacked.end());
    REQUIRE(watch.liveHits() == 1);
    crypto::wipe(*packed);
  }
  REQUIRE(source->ask(flows::PinPrompt::verify).has_value());
  CHECK(watch.liveHits() == 0);
  CHECK(watch.freedHits() == 0);
}
