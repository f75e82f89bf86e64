#include "hostlib/office/link_state.hpp"

#include <algorithm>
#include <array>

namespace ssc::office {
namespace {

constexpr std::array<std::string_view, 4> kNames{"ONLINE", "SUSPECT", "OFFLINE", "RECOVERING"};

}  // namespace

/// One legal step. `when` may ask for more than the event.
struct LinkState::Row {
  enum class When : std::uint8_t { always, lost, stable };
  Link from;
  LinkEvent event;
  When when;
  Link to;
};

// The first row that fits is taken; without one the state stays. Every failure counts towards `lost`.
const LinkState::Row* LinkState::rowOf(Link link, LinkEvent event) {
  using When = Row::When;
  static constexpr std::array kRows{
      Row{Link::online, LinkEvent::failed, When::always, Link::suspect},
      Row{Link::online, LinkEvent::missed, When::always, Link::suspect},
      Row{Link::online, LinkEvent::declared, When::always, Link::offline},
      Row{Link::suspect, LinkEvent::answered, When::always, Link::online},
      Row{Link::suspect, LinkEvent::failed, When::lost, Link::offline},
      Row{Link::suspect, LinkEvent::missed, When::lost, Link::offline},
      Row{Link::suspect, LinkEvent::declared, When::always, Link::offline},
      Row{Link::offline, LinkEvent::answered, When::always, Link::recovering},
      Row{Link::recovering, LinkEvent::answered, When::stable, Link::online},
      Row{Link::recovering, LinkEvent::failed, When::lost, Link::offline},
      Row{Link::recovering, LinkEvent::missed, When::lost, Link::offline},
      Row{Link::recovering, LinkEvent::declared, When::always, Link::offline},
  };
  const auto* row = std::find_if(kRows.begin(), kRows.end(),
                                 [&](const Row& r) { return r.from == link && r.event == event; });
  return row == kRows.end() ? nullptr : row;
}

std::string_view toText(Link link) {
  return kNames.at(static_cast<std::size_t>(link));
}

std::optional<LinkEvent> linkEventOf(const Error& error) {
  switch (error.fault) {
    case Fault::refused:
      return LinkEvent::answered;
    case Fault::resultUnknown:
      return error.infcode != 0 ? LinkEvent::answered : LinkEvent::failed;
    case Fault::offline:
    case Fault::late:
    case Fault::notTrusted:
    case Fault::badAnswer:
      return LinkEvent::failed;
    case Fault::cancelled:
    case Fault::notRegistered:
    case Fault::badFiles:
      break;
  }
  return std::nullopt;
}

void LinkState::count(LinkEvent event, Time now) {
  if (event == LinkEvent::answered) {
    failures_.clear();
    missedBeats_ = 0;
    if (!stableSince_) stableSince_ = now;
    return;
  }
  stableSince_.reset();
  if (event == LinkEvent::declared) return;
  failures_.push_back(now);
  while (now - failures_.front() > kWindow)
    failures_.pop_front();
  if (event == LinkEvent::missed) ++missedBeats_;
}

bool LinkState::isLost() const {
  return failures_.size() >= kFailures || missedBeats_ >= kMissedBeats;
}

bool LinkState::isStable(Time now) const {
  return backlog_ == 0 && stableSince_ && now - *stableSince_ >= kStable;
}

Link LinkState::note(LinkEvent event, Time now) {
  const std::lock_guard lock(mutex_);
  count(event, now);
  const Row* row = rowOf(link_, event);
  if (row == nullptr || (row->when == Row::When::lost && !isLost()) ||
      (row->when == Row::When::stable && !isStable(now)))
    return link_;
  link_ = row->to;
  return link_;
}

void LinkState::setBacklog(std::uint32_t count) {
  const std::lock_guard lock(mutex_);
  backlog_ = count;
}

Link LinkState::current() const {
  const std::lock_guard lock(mutex_);
  return link_;
}

}  // namespace ssc::office
