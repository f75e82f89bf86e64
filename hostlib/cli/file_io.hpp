// Files named on the command line; "-" is standard input or output.
#pragma once

#include <string>

#include "crypto/bytes.hpp"
#include "hostlib/flows/failure.hpp"

namespace ssc::cli {

/// At most 16 MiB. badInput names the file.
flows::Outcome<crypto::Bytes> readInput(const std::string& name);
/// A new file is readable by its owner only.
flows::Outcome<void> writeOutput(const std::string& name, crypto::ByteView bytes);

}  // namespace ssc::cli
