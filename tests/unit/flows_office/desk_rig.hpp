// A desk over the center of the test, a line to it on which a stop can come at any message, and what every
// flow's end is held against.
#pragma once

#include <doctest/doctest.h>

#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/office/person.hpp"
#include "tests/unit/office/rig.hpp"

namespace ssc::test {

/// When a stop comes, seen from one message: the center never gets it, or its answer is just here.
enum class StopAt : std::uint8_t { before, after };

class StoppingLine final : public office::Transport {
 public:
  explicit StoppingLine(office::Transport& inner) : inner_(inner) {}
  tl::expected<crypto::SecretBytes, office::TransportError> post(const std::string& envelope,
                                                                 const wire::office::Limits& limits,
                                                                 std::stop_token stop) override;
  /// `message`: counted from 1, from now on.
  void stop(std::stop_source source, std::size_t message, StopAt when);

 private:
  office::Transport& inner_;
  std::stop_source source_{std::nostopstate};
  std::size_t left_ = 0;
  StopAt when_ = StopAt::before;
};

class DeskRig {
 public:
  DeskRig();

  [[nodiscard]] FakeCenter& center() { return office.center; }
  /// As after a start of the program: nobody is signed in, nothing was sent, no stop has come.
  void restart();
  /// The messages since the terminal's own sign-in.
  [[nodiscard]] std::vector<std::string> messages();
  /// A value of the answer to `seen`, as the center seals it.
  [[nodiscard]] std::string sealed(const Seen& seen, std::string_view member, std::string_view value) const;
  /// A value of the message, as the center opens it.
  [[nodiscard]] std::string opened(const Seen& seen, std::string_view member,
                                   const wire::office::Sealed& value) const;

  OfficeRig office;
  StoppingLine line{office.center};
  std::stop_source stop;
  std::unique_ptr<flows::OfficeDesk> desk;
};

/// Somebody who is signed in.
flows::SignedInPerson signedInPerson();

/// Checks why the flow ended, and that none of its texts tells who stood there.
void checkFailure(const flows::Failure& failure, flows::Reason reason);
template <class T>
flows::Failure failureOf(const flows::Outcome<T>& outcome, flows::Reason reason) {
  REQUIRE_MESSAGE(!outcome.has_value(), "the flow went well");
  checkFailure(outcome.error(), reason);
  return outcome.error();
}
/// A refusal of the center: its number, its texts.
struct Refusal {
  wire::office::ErrorCode code;
  unsigned number;
  const char *zh, *en;
};
void checkRefusal(const flows::Failure& failure, const Refusal& refusal);

/// What a message meets on its way, and how its flow ends of it.
struct Mishap {
  std::deque<Act> acts;
  flows::Reason reason;
};
/// For messages that go twice, and have no effect.
std::vector<Mishap> mishaps();

/// Plays `flow` again and again, with a stop at each of its messages. It ends as cancelled, nothing but
/// `farewells` is sent after the stop, and no time passes; what ends well all the same had nothing left to
/// ask. `check` gets the messages that were sent.
using Flow = std::function<std::optional<flows::Failure>(DeskRig&)>;
using CheckMessages = std::function<void(const std::vector<std::string>& messages)>;
void stopAtEachMessage(DeskRig& rig, const Flow& flow, const std::set<std::string>& farewells,
                       const CheckMessages& check);

template <class T>
std::optional<flows::Failure> failed(const flows::Outcome<T>& outcome) {
  return outcome ? std::nullopt : std::optional(outcome.error());
}

}  // namespace ssc::test
