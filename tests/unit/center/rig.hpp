// A center on a database of its own, with the sample cards' holders in it, a clock that stands, and
// randomness that repeats. Messages go straight to the handlers of the dispatcher's table, each in a
// transaction, as the gate gives them on.
#pragma once

#include <atomic>
#include <doctest/doctest.h>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "center/data/people/calendar.hpp"
#include "center/gate/dispatcher.hpp"
#include "center/gate/peers.hpp"
#include "center/identity/sessions.hpp"
#include "center/identity/test_clerks.hpp"
#include "tests/unit/center/test_database.hpp"
#include "wire/office/staff.hpp"

namespace ssc::center {

/// Stands until it is moved. Begins on 5 January 2026, 09:30:11 in Beijing.
class StandingClock final : public Clock {
 public:
  [[nodiscard]] wire::TimePoint now() const override { return wire::TimePoint(now_.load()); }
  void pass(std::chrono::milliseconds time) { now_ = now_.load() + time; }

 private:
  std::atomic<std::chrono::milliseconds> now_{std::chrono::milliseconds(1'767'576'611'000)};
};

/// The same bytes in each run; not random at all. Thread-safe.
class RepeatingRandom final : public crypto::RandomSource {
 public:
  tl::expected<void, crypto::CryptoError> fill(crypto::MutableByteView bytes) override;

 private:
  std::mutex mutex_;
  std::uint64_t state_ = 0x5353'4320'5465'7374U;
};

inline const std::string kToday = "2026-01-05", kDevNo = "999900000001", kOtherDevNo = "999900000002";
/// The window has a member of staff; the kiosk has none.
inline const std::string kWindow = "999900000003";

/// Holders of the sample cards.
struct Holder {
  std::string number, card;
};
inline const Holder kHolderA{"999900199001010014", "999900D15600000500000001E692B037"};
inline const Holder kHolderB{"999900198506070026", "999900D15600000500000001384AE883"};
inline const Holder kHolderC{"999900197208150031", "999900D15600000500000003215C9FA6"};
inline const Holder kHolderE{"999900200501300048", "999900D15600000500000005FAB7E4B5"};

class CenterRig {
 public:
  CenterRig();

  /// A message of this terminal, answered by its handler. What was refused is rolled back, unless it keeps.
  template <class Body>
  Answered<typename Body::Answer> send(const Body& body, const std::string& devNo = kDevNo) {
    auto output = sendText(Body::kInfno, wire::office::encodeBody(body), devNo);
    if (!output) return tl::unexpected(output.error());
    auto answer = wire::office::decodeBody<typename Body::Answer>(*output);
    REQUIRE_MESSAGE(answer.has_value(), (answer ? std::string() : answer.error().place));
    return std::move(*answer);
  }
  Answered<std::string> sendText(std::string_view infno, std::string input, const std::string& devNo);

  /// Work with a Call, for what is no message. Commits unless it refuses.
  template <class Work>
  auto inCall(Work&& work, const std::string& devNo = kDevNo) {
    const auto request = requestOf("8113", "{}", devNo);
    auto done = store().write(Durability::quick, [&](soci::session& sql) {
      const auto terminal = *findTerminal(sql, store().backend(), devNo, false);
      const Message message{services, request, terminal, &sealer_, clock.now()};
      return work(Call{message, sql, std::nullopt});
    });
    REQUIRE_MESSAGE(done.has_value(), (done ? std::string() : done.error().what));
    return *std::move(done);
  }

  /// Somebody signed in at a terminal: the id of the session.
  std::string session(const Holder& holder, std::uint8_t level = 2, const std::string& way = "card",
                      const std::string& devNo = kDevNo);
  /// A member of staff on duty there.
  std::string staff(const std::string& devNo = kDevNo);
  /// A released session at L3: a clerk at the window has looked.
  std::string clerkSession(const Holder& holder, const std::string& devNo = kWindow);

  void run(const std::string& statement);
  std::string text(const std::string& select);  ///< the one text that a SELECT gives
  long long number(const std::string& select) { return numberOf(store(), select); }
  /// A personal value for the message that this terminal sends next.
  std::string sealed(const std::string& member, const std::string& value, const std::string& devNo = kDevNo);
  /// A message as a peer hands it on; the same number is the same message.
  wire::office::Request foreignRequest(std::string_view infno, std::string input, unsigned number);
  /// A sealed cell of the message that was answered last.
  std::string opened(const std::string& member, const std::string& cell);

  Store& store() { return *store_; }

  StandingClock clock;
  TestStaff testStaff;

 private:
  static std::string msgidOf(unsigned message);
  wire::office::Request requestOf(std::string_view infno, std::string input, const std::string& devNo);

  TestDatabase database_;
  std::unique_ptr<Store> store_;
  RepeatingRandom random_;
  CenterKeys keys_;
  Rules rules_;
  PublicFacts facts_;
  Metrics metrics_;
  Peers peers_{{}};
  crypto::FieldSealer sealer_;
  std::atomic<unsigned> messages_{0};
  wire::office::Head last_;  ///< of one thread's tests

 public:
  Services services;
};

/// The error of an answer that is expected to be a refusal.
template <class T>
wire::office::ErrorCode codeOf(const Answered<T>& answer) {
  REQUIRE_FALSE(answer.has_value());
  return answer.error().code;
}

template <class T>
const T& given(const Answered<T>& answer) {
  REQUIRE_MESSAGE(
      answer.has_value(),
      (answer ? std::string() : wire::office::errorText(answer.error().code, 0, answer.error().where)));
  return *answer;
}

}  // namespace ssc::center
