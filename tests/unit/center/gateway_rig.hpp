// A center with the sample cards' holders, their e-cards and phones; a clock that tests move; phones that
// speak through the gateway, a terminal that speaks to the handlers.
#pragma once

#include <doctest/doctest.h>
#include <optional>
#include <string>

#include "center/gate/call.hpp"
#include "center/gate/peers.hpp"
#include "center/gateway/gateway.hpp"
#include "center/identity/identity.hpp"
#include "center/identity/logins.hpp"
#include "tests/unit/center/test_database.hpp"
#include "wire/gateway.hpp"
#include "wire/gateway_body.hpp"

namespace ssc::center::test {

using std::chrono::milliseconds;
using std::chrono::seconds;
using wire::office::ErrorCode;

class FakeClock final : public Clock {
 public:
  [[nodiscard]] wire::TimePoint now() const override { return now_; }
  void pass(milliseconds time) { now_ += time; }
  void set(wire::TimePoint now) { now_ = now; }

 private:
  wire::TimePoint now_{milliseconds(1'767'576'610'123)};  // 2026-01-05
};

CenterKeys testKeys();

struct GatewayRig {
  GatewayRig();

  /// Runs in one transaction that commits whatever the work gives.
  template <class Work>
  auto inStore(Work work) {
    using Result = std::invoke_result_t<Work, soci::session&>;
    std::optional<Result> result;
    const auto done = store->write(Durability::quick, [&](soci::session& sql) { result.emplace(work(sql)); });
    REQUIRE(done.has_value());
    return std::move(*result);
  }
  void execute(const std::string& statement);
  long long number(const std::string& select) { return numberOf(*store, select); }
  std::string text(const std::string& select);

  TestDatabase database;
  std::unique_ptr<Store> store;
  FakeClock clock;
  crypto::SystemRandom random;
  CenterKeys keys = testKeys();
  Rules rules{"999900", {"999900", "999999"}};
  PublicFacts facts;
  Metrics metrics;
  Peers peers{{}};
  Services services;
};

/// Sample cards.
inline const std::string kCardA = "999900D15600000500000001E692B037";
inline const std::string kEcardA = "SIMEC-" + kCardA;
inline const std::string kEcardC = "SIMEC-999900D15600000500000003215C9FA6";
inline const std::string kHolderA = "999900199001010014";

crypto::SecretBytes digits(std::string_view text);

/// What came back: 0 or an infcode; where nothing was sealed, the status of HTTP.
template <class Body>
struct Came {
  unsigned code = 0;
  wire::gateway::Reply reply;
  std::optional<Body> body;
  const Body* operator->() const { return &*body; }
};

class TestPhone {
 public:
  explicit TestPhone(GatewayRig& rig, std::string accessId = "SIMPHONE-A")
      : TestPhone(rig, accessId, accessId) {}
  /// With the secret of another one.
  TestPhone(GatewayRig& rig, std::string accessId, const std::string& secretOf);

  template <class Body>
  Came<typename Body::Answer> ask(const Body& body) {
    auto came = send(sign(Body::kName, wire::gateway::encodeBody(body).reveal()));
    Came<typename Body::Answer> answer{came.code, came.reply, {}};
    if (came.code != 0) return answer;
    auto read = wire::gateway::decodeBody<typename Body::Answer>(crypto::bytesOf(came.reply.output));
    REQUIRE_MESSAGE(read.has_value(), (read ? std::string() : read.error().place));
    answer.body.emplace(std::move(*read));
    return answer;
  }

  /// A request as of now, or of another time.
  wire::gateway::Request sign(std::string_view name, crypto::ByteView body, milliseconds later = {});
  /// Opens what comes for it.
  Came<wire::gateway::Nothing> send(const wire::gateway::Request& request);

  std::string remote = "192.0.2.1";

 private:
  GatewayRig& rig_;
  std::string accessId_;
  wire::gateway::AppKeys keys_;
};

HttpRequest httpOf(const wire::gateway::Request& request, const std::string& remote = "192.0.2.1");

/// A terminal that passed the gate.
class TestTerminal {
 public:
  explicit TestTerminal(GatewayRig& rig, std::string devNo = "999900000001", bool attended = false);

  Answered<wire::office::PhoneCodeTaken> scan(const std::string& code);
  Answered<wire::office::CodeCreated> createCode();
  Answered<wire::office::SignInState> poll(const std::string& loginId);
  Answered<wire::office::Done> cancel(const std::string& loginId);
  /// The state alone, where polling is no refusal.
  std::string stateOf(const std::string& loginId);
  /// What its screen shows for a code: the text of second `age`.
  std::string shown(const wire::office::CodeCreated& created, std::uint32_t age);
  std::string opened(std::string_view member, const wire::office::Sealed& sealed);
  /// A session by the physical card.
  Answered<std::string> signInByCard(const std::string& number, const std::string& cardId);
  Answered<wire::office::LevelReached> reportPin(const std::string& sessionId, const std::string& result);

 private:
  template <class Work>
  auto call(Work work);

  GatewayRig& rig_;
  Terminal terminal_;
  wire::office::Request request_;
  crypto::FieldSealer sealer_;
};

}  // namespace ssc::center::test
