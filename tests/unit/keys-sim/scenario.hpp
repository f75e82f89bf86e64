// A simulated card brought where a test wants it, in words, and commands whose proof is computed when they
// are sent.
#pragma once

#include "tests/unit/keys-sim/fixtures.hpp"

namespace ssc::sim::test {

/// Memory that can be ordered to fail.
class FailingStore final : public StateStore {
 public:
  tl::expected<PersistentState, std::string> load() override { return state_; }
  tl::expected<void, std::string> save(const PersistentState& state) override {
    if (full) return tl::make_unexpected(std::string("full"));
    state_ = state;
    return {};
  }
  bool full = false;

 private:
  PersistentState state_;
};

/// Words, in order:
///   mf, ssse, pse, df01 …   SELECT
///   EF05                    SELECT of an EF
///   in=DF01                 stands there without SELECT (a blocked directory cannot be selected)
///   key=NAME, pin           proven
///   challenge               the last one is 1122334455667788
///   tries=NAME:N, blocked=DF, no-pin   kept over power-off
void prepare(CardOs& card, std::string_view words);

/// A command in hexadecimal; `+NAME` at its end stands for what the key NAME proves with the challenge
/// 1122334455667788: the MAC of a maintenance key (STK…), authentication data and orig of any other.
apdu::Bytes commandOf(const CardOs& card, std::string_view text);

/// Everything the card holds: each file's content, PIN, counters, blocked directories.
std::string contentOf(CardOs& card);

}  // namespace ssc::sim::test
