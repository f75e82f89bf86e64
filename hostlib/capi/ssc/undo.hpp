// What files held before they were written, to be written back.
#pragma once

#include <span>
#include <vector>

#include "hostlib/flows/files.hpp"

namespace ssc::capi {

struct Undo {
  std::vector<flows::FileWrite> before;
  /// False where something cannot be brought back: a record appended to a cyclic file, a value that only the
  /// holder's PIN opens (nobody is asked for it to write), one that was not there.
  bool complete = true;
};

/// Reads what `writes` will replace. Fails only where the card is gone: what cannot be read makes the undo
/// incomplete.
flows::Outcome<Undo> readBefore(flows::Visit& visit, std::span<const flows::FileWrite> writes,
                                profile::PinAndKeyOrder order);

}  // namespace ssc::capi
