// Sign-in with the electronic card, without any card in the reader. Flow A: the phone shows a code, the
// terminal scans it. Flow B: the terminal shows a code that changes every second, the phone scans it. Either
// way the holder confirms on the phone.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>

#include "hostlib/ecard/moving_code.hpp"
#include "hostlib/flows/office/desk.hpp"
#include "hostlib/flows/office/person.hpp"
#include "hostlib/scanner/code_source.hpp"

namespace ssc::flows {

/// What a face shows while it waits.
struct SignInView {
  enum class Stage : std::uint8_t {
    scan,      ///< hold the phone's code before the scanner
    notACode,  ///< what was held there is no code of an e-card; go on
    show,      ///< draw `code`: it is new
    confirm,   ///< confirm on the phone; `matchNumber` and `maskedName` where there are any
  };
  Stage stage = Stage::scan;
  const ecard::MovingCode* code = nullptr;
  std::chrono::seconds left{0};
  std::string maskedName, matchNumber;
};
using ShowSignIn = std::function<void(const SignInView&)>;

struct CodeSignInPlan {
  std::string purpose = "01";  ///< flow A: 01 query, 02 payment, 03 other, 04 treatment away from home
  std::string service;         ///< as the phone shows it; up to 64 characters
  std::chrono::seconds scanLimit{60};
  unsigned renewals = 3;  ///< flow B: how often a code that ran out is followed by a new one
};

class CodeSignIn {
 public:
  CodeSignIn(OfficeDesk& desk, ShowSignIn show, std::stop_token stop)
      : desk_(desk), show_(std::move(show)), stop_(std::move(stop)) {}

  /// Flow A. Ends with scannerFault, timedOut, cancelled, or what the center or the phone said.
  Outcome<SignedInPerson> scan(scanner::CodeSource& source, const CodeSignInPlan& plan);
  /// Flow B.
  Outcome<SignedInPerson> show(const CodeSignInPlan& plan);

 private:
  struct Wait;

  Outcome<std::string> awaitCode(scanner::CodeSource& source, std::chrono::seconds limit);
  Outcome<Wait> create(const CodeSignInPlan& plan);
  Outcome<SignedInPerson> await(Wait& wait);
  Outcome<SignedInPerson> watch(Wait& wait);
  Outcome<std::optional<SignedInPerson>> poll(Wait& wait);
  void cancel(const std::string& loginId) noexcept;

  OfficeDesk& desk_;
  ShowSignIn show_;
  std::stop_token stop_;
};

}  // namespace ssc::flows
