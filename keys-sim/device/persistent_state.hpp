// What survives power-off: try counters, blocking, and whatever was written. It lives in one small JSON file
// per chip in a folder of the user's choice; a file that does not read back exactly is an error, never a
// fresh start.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "apdu/bytes.hpp"

namespace ssc::sim {

/// What one part of the chip keeps: a list of byte strings, in the part's own order (a file: its records).
using Image = std::vector<apdu::Bytes>;

struct PersistentState {
  std::map<std::string, unsigned> triesLeft;  ///< by key name, "PIN"; absent = never failed
  std::set<std::string> blocked;              ///< directories; "MF" = the whole card
  std::map<std::string, Image> images;  ///< by part ("DF01/EF05", "PIN"); absent = as the profile made it
  friend bool operator==(const PersistentState&, const PersistentState&) = default;
};

class StateStore {
 public:
  StateStore() = default;
  StateStore(const StateStore&) = delete;
  StateStore& operator=(const StateStore&) = delete;
  virtual ~StateStore() = default;
  /// A text that says what is wrong, or the state (a new one where nothing was saved yet).
  virtual tl::expected<PersistentState, std::string> load() = 0;
  virtual tl::expected<void, std::string> save(const PersistentState& state) = 0;
};

/// Keeps the state in memory only.
class MemoryStore final : public StateStore {
 public:
  tl::expected<PersistentState, std::string> load() override { return state_; }
  tl::expected<void, std::string> save(const PersistentState& state) override {
    state_ = state;
    return {};
  }

 private:
  PersistentState state_;
};

/// `folder/<name>.state.json`; `identity` ties the file to one chip. A write is a new file, fsync, rename,
/// fsync.
class FileStore final : public StateStore {
 public:
  FileStore(const std::filesystem::path& folder, const std::string& name, std::string identity)
      : file_(folder / (name + ".state.json")), identity_(std::move(identity)) {}
  tl::expected<PersistentState, std::string> load() override;
  tl::expected<void, std::string> save(const PersistentState& state) override;

 private:
  std::filesystem::path file_;
  std::string identity_;
};

}  // namespace ssc::sim
