// What stands in a journal, for people: records with what became of them, and sums.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "hostlib/journal/journal.hpp"

namespace ssc::journal {

struct Entry {
  settlement::Record record;
  std::string state;  ///< the newest; of one that was only closed: COMMITTED, ABORTED, UNKNOWN, OPEN
  std::string since;  ///< yyyyMMddHHmmss
  std::string cause;
};

/// The last `most` records before `before` (0: all), newest first.
Result<std::vector<Entry>> lastEntries(const std::filesystem::path& file, std::uint32_t before,
                                       std::size_t most);

struct Stats {
  Identity identity;
  struct OfType {
    char type = 0;
    std::uint64_t count = 0;
    std::uint64_t total = 0, account = 0, cash = 0;  ///< fen
  };
  std::vector<OfType> types;  ///< those that occur, S A U R V E
  std::uint64_t waiting = 0;  ///< records without a state of their own: not sent
  std::uint64_t open = 0;     ///< PREPARED, or waiting for a card
  std::uint64_t heads = 0;
  std::uint32_t epochs = 0;
  std::uint64_t bytes = 0;  ///< of the file
};
Result<Stats> statsOf(const std::filesystem::path& file);

}  // namespace ssc::journal
