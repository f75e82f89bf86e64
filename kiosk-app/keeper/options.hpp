// The command line of ssc-kiosk: a few options of its own, and those that every visit gets, each held against
// a list.
#pragma once

#include <string>
#include <vector>

#include "kiosk-app/keeper/keeper.hpp"

namespace CLI {
class App;
}

namespace ssc::kiosk::keeper {

struct Options {
  std::string visit;  ///< path of the visit's program
  Limits limits;
  std::vector<std::string> forVisit;  ///< arguments, as they were given
};

/// Describes the command line to `app`, which fills `options` when it parses; they must outlive it.
void describe(CLI::App& app, Options& options);

/// The program that lies beside this one.
std::string programBeside(const std::string& name);

}  // namespace ssc::kiosk::keeper
