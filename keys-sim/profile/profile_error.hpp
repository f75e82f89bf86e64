// What is wrong with a file the user wrote: which file, which key, what.
#pragma once

#include <string>
#include <tl/expected.hpp>

namespace ssc::sim {

struct ProfileError {
  std::string file;
  std::string key;  ///< path of the key, "files.SSSE.EF05.07"; empty where the whole file is meant
  std::string what;

  [[nodiscard]] std::string text() const { return file + ": " + (key.empty() ? "" : key + ": ") + what; }
};

template <typename T>
using ProfileResult = tl::expected<T, ProfileError>;

}  // namespace ssc::sim
