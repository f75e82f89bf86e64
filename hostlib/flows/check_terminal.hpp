// What `ssc doctor` looks at, one after the other; each check says what it found and what to do next.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "hostlib/flows/failure.hpp"
#include "hostlib/profile/config.hpp"

namespace ssc::flows {

enum class Verdict : std::uint8_t { ok, note, problem };

struct CheckResult {
  std::string name;  ///< "service", "reader" …
  Verdict verdict = Verdict::ok;
  std::string found;             ///< English, one line
  std::string advice;            ///< what to do; empty when ok
  std::optional<Reason> reason;  ///< of a problem
};

/// All checks; later ones are left out when what they need is missing. Each is bounded by `config.callLimit`.
std::vector<CheckResult> checkTerminal(const tl::expected<profile::Config, profile::FileError>& config,
                                       std::stop_token stop = {});

}  // namespace ssc::flows
