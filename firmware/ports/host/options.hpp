// The command line of ssc-reader.
#pragma once

#include <span>
#include <string>
#include <tl/expected.hpp>

namespace ssc::fw::host {

struct Options {
  std::string directory;
  std::string profile;  ///< empty: the built-in default
  bool verbose = false;
  bool help = false;
};

/// The arguments without the program's name; the error is a text for people.
tl::expected<Options, std::string> parseOptions(std::span<char* const> arguments);

const char* usage();

}  // namespace ssc::fw::host
