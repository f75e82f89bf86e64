// What one check of `ssc doctor` found.
#pragma once

#include <optional>
#include <string>

#include "hostlib/flows/failure.hpp"

namespace ssc::flows {

enum class Verdict : std::uint8_t { ok, note, problem };

struct CheckResult {
  std::string name;  ///< "service", "reader" …
  Verdict verdict = Verdict::ok;
  std::string found;             ///< English, one line
  std::string advice;            ///< what to do; empty when ok
  std::optional<Reason> reason;  ///< of a problem

  static CheckResult fine(std::string name, std::string found) {
    return {std::move(name), Verdict::ok, std::move(found), {}, {}};
  }
  static CheckResult noted(std::string name, std::string found, std::string advice) {
    return {std::move(name), Verdict::note, std::move(found), std::move(advice), {}};
  }
  static CheckResult failed(std::string name, const Failure& failure) {
    return {std::move(name), Verdict::problem, failure.technicalText(),
            std::string(rowOf(failure.reason).clerk), failure.reason};
  }
};

}  // namespace ssc::flows
