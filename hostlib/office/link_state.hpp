// Whether the center can be reached: a table of states, fed by the results of calls and heartbeats.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>
#include <string_view>

#include "hostlib/office/error.hpp"

namespace ssc::office {

enum class Link : std::uint8_t {
  online,
  suspect,  ///< one failure
  offline,  ///< three failures within 30 seconds, three heartbeats missed, or declared by a member of staff
  recovering,  ///< reached again: ten minutes without a failure, and nothing left to send, until online
};
std::string_view toText(Link link);  ///< ONLINE, SUSPECT, OFFLINE, RECOVERING: as heartbeats say it

enum class LinkEvent : std::uint8_t {
  answered,  ///< by the center, whatever it said
  failed,    ///< a call found no answer
  missed,    ///< the same of a heartbeat
  declared,  ///< a member of staff says so
};
/// Nothing for errors that say nothing about the way: files, a caller that did not want to wait.
std::optional<LinkEvent> linkEventOf(const Error& error);

/// No thread and no clock of its own. From several threads at the same time.
class LinkState {
 public:
  using Time = std::chrono::steady_clock::time_point;

  static constexpr std::chrono::seconds kWindow{30};  ///< of the failures that make it offline
  static constexpr std::size_t kFailures = 3, kMissedBeats = 3;
  static constexpr std::chrono::minutes kStable{10};

  /// Until something was tried, nothing is known. A program that starts again during an outage says so.
  explicit LinkState(Link initial = Link::suspect) : link_(initial) {}

  /// Gives the state after it.
  Link note(LinkEvent event, Time now);
  /// Messages that wait to be sent.
  void setBacklog(std::uint32_t count);
  [[nodiscard]] Link current() const;

 private:
  struct Row;
  static const Row* rowOf(Link link, LinkEvent event);
  void count(LinkEvent event, Time now);
  [[nodiscard]] bool isLost() const;
  [[nodiscard]] bool isStable(Time now) const;

  mutable std::mutex mutex_;
  Link link_;
  std::deque<Time> failures_;    ///< within kWindow
  std::size_t missedBeats_ = 0;  ///< in a row
  std::uint32_t backlog_ = 0;
  std::optional<Time> stableSince_;
};

}  // namespace ssc::office
