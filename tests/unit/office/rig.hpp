// A terminal with an identity of the test, a clock that only the test turns, and a center of the test: it
// answers as its script says, otherwise as a center does.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <vector>

#include "crypto/sealed.hpp"
#include "hostlib/office/client.hpp"
#include "hostlib/office/registration.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"
#include "wire/office/fleet.hpp"

namespace ssc::test {

/// Waiting moves it; nobody sleeps.
class FakeClock final : public office::Clock {
 public:
  Wall now() override;
  Steady steady() override;
  bool wait(std::chrono::milliseconds time, const std::stop_token& stop) override;

  void pass(std::chrono::milliseconds time);
  void set(Wall time);
  /// Of every wait so far, in milliseconds.
  [[nodiscard]] std::vector<std::int64_t> waits();
  void forgetWaits();
  /// Called at the beginning of every wait.
  std::function<void()> onWait;

 private:
  std::mutex mutex_;
  Wall wall_ = std::chrono::sys_days(std::chrono::January / 5 / 2026) + std::chrono::minutes(90);
  Steady steady_{std::chrono::hours(1)};
  std::vector<std::int64_t> waits_;
};

/// What the center does with one message.
enum class Act : std::uint8_t {
  answer,        ///< as a center does
  unreachable,   ///< no connection
  lostRequest,   ///< on the way there; nobody can tell
  lostAnswer,    ///< done, but the answer is lost
  strangersKey,  ///< the answer is signed by somebody else
  otherMessage,  ///< the answer is to another message
  garbage,       ///< the answer is no envelope
  busy,          ///< 1110, seven seconds
  forgotten,     ///< 1103
  suspended,     ///< 1102
  untrusted,     ///< TLS does not come about
};

struct Seen {
  wire::office::Head head;
  wire::office::SafeInfo info;
  std::string input, cainfo;
};

class FakeCenter final : public office::Transport {
 public:
  explicit FakeCenter(FakeClock& clock);

  tl::expected<crypto::SecretBytes, office::TransportError> post(const std::string& envelope,
                                                                 const wire::office::Limits& limits,
                                                                 std::stop_token stop) override;

  /// The next messages of this transaction; then it answers again.
  void script(const std::string& infno, std::deque<Act> acts);
  /// Gives this output from now on; the session key opens what is sealed.
  using Handler = std::function<std::string(const Seen&)>;
  void answerWith(const std::string& infno, Handler handler);
  /// Refuses it from now on. `number`: seconds to wait, tries left.
  void refuse(const std::string& infno, wire::office::ErrorCode code, unsigned number = 0);
  void endSignIn();
  [[nodiscard]] crypto::FieldSealer sealer() const;

  /// What came, of one transaction or of all.
  [[nodiscard]] std::vector<Seen> seen(const std::string& infno = "");
  [[nodiscard]] std::vector<std::string> order();
  /// How often a message was done, not only answered.
  [[nodiscard]] int done(const std::string& infno);
  void forgetSeen();
  [[nodiscard]] const crypto::Sm2KeyPair& key() const { return key_; }

  std::string terminalPoint;  ///< who may speak; hexadecimal
  std::chrono::seconds signInLasts = std::chrono::hours(24);
  std::set<std::string> working;  ///< message ids that 9015 calls working
  std::size_t pieceSize = wire::office::kAskedPiece;
  std::function<void(std::stop_token)> beforeEach;  ///< may block until the stop
  std::vector<wire::office::Limits> limits;         ///< of the posts

 private:
  struct Done {
    wire::office::Reply reply;
  };

  std::string reply(const Seen& seen, Act act);
  wire::office::Reply work(const Seen& seen);
  std::string outputFor(const Seen& seen);
  wire::office::Reply stamped() const;

  FakeClock& clock_;
  std::mutex mutex_;
  crypto::Sm2KeyPair key_, stranger_;
  std::map<std::string, std::deque<Act>> scripts_;
  std::map<std::string, Handler> handlers_;
  std::map<std::string, std::pair<wire::office::ErrorCode, unsigned>> refusals_;
  std::map<std::string, wire::office::Reply> answers_;
  std::map<std::string, int> done_;
  std::vector<Seen> seen_;
  std::set<std::uint64_t> counters_;
  std::string signNo_;
  int signIns_ = 0;
  crypto::Key sessionKey_{std::size_t{16}};
};

/// Center, terminal and folder. The folder holds a complete identity.
class OfficeRig {
 public:
  explicit OfficeRig(bool registered = true);

  [[nodiscard]] office::Settings settings() const;
  [[nodiscard]] office::Parts parts() { return {center, clock, random, link}; }
  [[nodiscard]] std::unique_ptr<office::Client> client();
  [[nodiscard]] office::IdentityFiles files() const { return {folder.path() / "office"}; }
  /// The certificates a center issues to these keys.
  [[nodiscard]] wire::office::Registered approval(const std::string& tlsRequest,
                                                  const std::string& signPoint) const;

  TemporaryFolder folder;
  FakeClock clock;
  FakeCenter center{clock};
  crypto::SystemRandom random;
  office::LinkState link;
};

std::string textOf(office::Fault fault);

/// Checks the fault and gives the error.
template <class T>
office::Error failure(const office::Result<T>& result, office::Fault fault) {
  REQUIRE_FALSE(result.has_value());
  CHECK_EQ(textOf(result.error().fault), textOf(fault));
  return result.error();
}

}  // namespace ssc::test
