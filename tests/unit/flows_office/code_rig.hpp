// A phone and a scanner of the test: the phone's answers come one after the other as the terminal polls.
#pragma once

#include <algorithm>

#include "hostlib/flows/office/code_sign_in.hpp"
#include "tests/unit/flows_office/desk_rig.hpp"
#include "wire/code_text.hpp"
#include "wire/office/identity.hpp"

namespace ssc::test {

using Stage = flows::SignInView::Stage;

inline const std::string kLoginId = "0123456789ABCDEFGHJK";
inline const std::string kSecretHex = "A0A1A2A3A4A5A6A7A8A9AAABACADAEAF";

/// What 8103 answers, one after the other; the last one for ever.
struct PhoneSays {
  static wire::office::SignInState pending() { return {"PENDING", false, "", "", "", 0, {}, 0}; }
  static wire::office::SignInState slower() { return {"PENDING", true, "", "", "", 0, {}, 0}; }
  static wire::office::SignInState scanned() { return {"SCANNED", false, "*三", "1019", "", 0, {}, 0}; }
  static wire::office::SignInState ended(const std::string& state, wire::office::ErrorCode reason) {
    return {state, false, "", "", "", 0, {}, static_cast<std::uint32_t>(reason)};
  }
};

struct CodeBench : DeskRig {
  CodeBench() {
    center().answerWith("8101", [](const Seen&) {
      return wire::office::encodeBody(wire::office::PhoneCodeTaken{kLoginId, true});
    });
    center().answerWith("8102", [this](const Seen& seen) {
      return wire::office::encodeBody(
          wire::office::CodeCreated{kLoginId, sealed(seen, "qrSecret", kSecretHex), 120, 2});
    });
    center().answerWith("8103", [this](const Seen& seen) {
      const std::size_t at = std::min(polls++, phone.size() - 1);
      wire::office::SignInState state = phone.at(at);
      if (state.state == "CONFIRMED" && !state.person.empty()) {
        state.person.front().aac002 = {sealed(seen, "aac002", "999900199001010014")};
        state.person.front().aac003 = {sealed(seen, "aac003", "张三")};
      }
      return wire::office::encodeBody(state);
    });
  }

  static wire::office::SignInState confirmed() {
    return {"CONFIRMED", false, "*三", "", "A1", 2, {{{}, {}, "T00000028", "", "1", "999900"}}, 0};
  }

  flows::CodeSignIn flow() {
    polls = 0;
    return {*desk, [this](const flows::SignInView& view) { views.push_back(seenOf(view)); },
            stop.get_token()};
  }
  [[nodiscard]] std::vector<Stage> stages() const {
    std::vector<Stage> all;
    for (const auto& view : views)
      if (all.empty() || all.back() != view.stage) all.push_back(view.stage);
    return all;
  }
  [[nodiscard]] std::ptrdiff_t sent(std::string_view infno) {
    return std::ranges::count(center().order(), infno);
  }

  /// A view, and the text of its code then.
  struct Shown {
    Stage stage;
    std::string code, maskedName, matchNumber;
    std::chrono::seconds left;
  };
  std::vector<wire::office::SignInState> phone{confirmed()};
  std::size_t polls = 0;
  std::vector<Shown> views;
  std::function<void(const flows::SignInView&)> onView;

 private:
  Shown seenOf(const flows::SignInView& view) {
    if (onView) onView(view);
    std::string text;
    if (view.code != nullptr) text = view.code->text(office.clock.steady()).value_or("none");
    return {view.stage, text, view.maskedName, view.matchNumber, view.left};
  }
};

inline std::string phoneCode() {
  return wire::makePhoneCode(crypto::Key(std::size_t{16}), "K1", "0123456789ABCDEF", 29'000'000).value();
}

/// Gives what is held before it, then nothing until the deadline.
class FakeScanner final : public scanner::CodeSource {
 public:
  using Sight = tl::expected<std::string, scanner::NoCode>;
  FakeScanner(FakeClock& clock, std::vector<Sight> sights) : clock_(clock), sights_(std::move(sights)) {}
  Sight next(scanner::Clock::time_point deadline, const std::stop_token& stop) override {
    if (beforeNext) beforeNext();
    if (stop.stop_requested()) return tl::unexpected(scanner::NoCode::stopped);
    if (next_ < sights_.size()) {
      clock_.pass(std::chrono::seconds(1));
      return sights_[next_++];
    }
    clock_.pass(std::chrono::ceil<std::chrono::milliseconds>(deadline - clock_.steady()));
    return tl::unexpected(scanner::NoCode::timedOut);
  }
  std::function<void()> beforeNext;

 private:
  FakeClock& clock_;
  std::vector<Sight> sights_;
  std::size_t next_ = 0;
};

}  // namespace ssc::test
