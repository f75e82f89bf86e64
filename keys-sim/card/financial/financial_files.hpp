// The bank's side of the card, as far as a terminal touches it: the directory of the payment environments and
// the card number of the debit application (JR/T 0025). Test data; values a convention of this project.
#pragma once

#include <vector>

#include "keys-sim/card/file_tree.hpp"

namespace ssc::sim::financial {

/// Empty for a directory that is no part of it.
std::vector<ElementaryFile> makeFiles(std::string_view df);

/// What the FCI of the debit application says besides its name: label and priority.
apdu::Bytes debitProprietaryData();

}  // namespace ssc::sim::financial
