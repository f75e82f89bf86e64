// The numbers a terminal never uses twice: the counter of its requests and the ids of its messages. One file,
// shared by every process and thread of the terminal.
#pragma once

#include <filesystem>
#include <mutex>
#include <string>

#include "hostlib/office/clock.hpp"
#include "hostlib/office/error.hpp"

namespace ssc::office {

/// The file says what is free: a process takes a block of numbers for itself, in writing, before it uses the
/// first. What a process that died had taken is lost, never used again. A block is used up only while it is
/// the newest: the center refuses counters that stay far behind (its window has 256), so a process that was
/// overtaken takes a new one.
///
/// A message id needs uniqueness for ever from four digits and the second: the number modulo 10000, and
/// whenever that begins anew, only seconds later than every second an id may have carried before. A clock
/// that is set back changes nothing in that.
///
/// From several threads at the same time; a fork() is noticed.
class Numbers {
 public:
  static constexpr std::uint64_t kBlock = 16;

  /// `folder` exists. A new file begins above everything a lost one can have held (16 numbers a second since
  /// 2020), so a center does not meet old counters again.
  Numbers(const std::filesystem::path& folder, Clock& clock);

  /// Greater than every one before, in all processes. At most 18 digits.
  Result<std::uint64_t> counter(const std::stop_token& stop = {});
  /// `institution` (12), second (14, Beijing time), sequence (4).
  Result<std::string> messageId(std::string_view institution, const std::stop_token& stop = {});

 private:
  struct State {
    std::uint64_t next = 0;  ///< the first number nobody has taken
    std::int64_t floor = 0;  ///< seconds since 1970: no message id may carry an earlier one
    std::int64_t high = 0;   ///< and none of those given out so far carries a later one
  };
  struct Drawn {
    std::uint64_t number;
    std::int64_t second;
  };

  Result<Drawn> draw(const std::stop_token& stop);
  Result<State> read();
  Result<void> takeBlock(State state, std::int64_t second);
  [[nodiscard]] bool mayUseBlock(const State& state, std::int64_t second) const;

  std::filesystem::path file_, lock_;
  Clock& clock_;
  std::mutex mutex_;
  std::uint64_t next_ = 0, end_ = 0;    ///< of our block
  std::int64_t floor_ = 0, limit_ = 0;  ///< seconds the ids of our block may carry
  int process_ = 0;                     ///< that took it
};

}  // namespace ssc::office
