// Which table of commands a directory understands. The environments are separated: what is not in the table
// of the current directory does not exist there.
#include <algorithm>
#include <array>

#include "keys-sim/card/command_table.hpp"
#include "keys-sim/card/pki/command_tables.hpp"
#include "keys-sim/card/pki/pki_files.hpp"
#include "keys-sim/card/transport/transport.hpp"

namespace ssc::sim {
namespace {

struct Place {
  std::string_view df;
  std::span<const CommandRow<CardOs>> (*commands)();
};
constexpr std::array<Place, 3> kPlaces{{
    {pki::kEnvironment, pki::environmentCommands},
    {pki::kApplication, pki::applicationCommands},
    {transport::kApplication, transport::commands},
}};

}  // namespace

std::span<const CommandRow<CardOs>> commandsIn(std::string_view df) {
  const auto* found =
      std::find_if(kPlaces.begin(), kPlaces.end(), [&](const Place& place) { return place.df == df; });
  return found == kPlaces.end() ? cardCommands() : found->commands();
}

}  // namespace ssc::sim
