// How a flow failed: the reason, the step, and the status word where a card said no.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "apdu/error.hpp"
#include "apdu/status_word.hpp"
#include "hostlib/card/error.hpp"
#include "hostlib/flows/reason.hpp"
#include "hostlib/office/error.hpp"
#include "hostlib/profile/error.hpp"
#include "hostlib/sam/security_module.hpp"

namespace ssc::flows {

struct Failure {
  Reason reason;
  std::string where;  ///< step, file or setting; never data of a card or person
  apdu::StatusWord sw{};
  unsigned number = 0;   ///< {n} of the texts: tries left of a wrong PIN, bytes a buffer needs
  unsigned infcode = 0;  ///< of the back office, where it refused: its texts come first

  /// What the person at the terminal reads.
  [[nodiscard]] std::string zh() const;
  [[nodiscard]] std::string en() const;
  /// Result of the C interface: the row's code, or minus the status word.
  [[nodiscard]] int code() const;
  [[nodiscard]] int exitCode() const;
  /// What a member of staff does.
  [[nodiscard]] std::string clerk() const;
  /// For a log or an integrator: cause, where, status word with its meaning (English).
  [[nodiscard]] std::string technicalText() const;
};

template <class T>
using Outcome = tl::expected<T, Failure>;

Reason reasonFor(apdu::ChannelError error);
/// The same for the slot of the security module: faults of the reader stay the reader's, a missing card is a
/// missing module.
Reason samReasonFor(apdu::ChannelError error);
/// A citizen's card.
Failure failureFrom(const card::Error& error);
/// A configuration or profile that cannot be used.
Failure failureFrom(const profile::FileError& error);
/// The back office.
Failure failureFrom(const office::Error& error);
/// The security module.
Failure failureFrom(const sam::Error& error);

}  // namespace ssc::flows
