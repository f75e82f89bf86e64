// What is wrong with a file that a person wrote: which file, where in it, what.
#pragma once

#include <string>

namespace ssc::profile {

struct FileError {
  std::string file;
  std::string where;  ///< "line 3" or the key ("slot[2].role"); may be empty
  std::string what;

  [[nodiscard]] std::string text() const {
    return where.empty() ? file + ": " + what : file + ": " + where + ": " + what;
  }
};

}  // namespace ssc::profile
