#include "keys-sim/device/station.hpp"

#include <algorithm>
#include <utility>

namespace ssc::sim {
namespace {

// Long answers go out in pieces, so that the reader sees characters arrive while the rest is under way.
constexpr std::size_t kPiece = 32;

}  // namespace

Station::Station(std::unique_ptr<Chip> chip, Send send, MoreTime* moreTime)
    : chip_(std::move(chip)), send_(std::move(send)), moreTime_(moreTime) {
  rebuildDevice();
}

void Station::rebuildDevice() {
  device_ = std::make_unique<T0Device>(*chip_, moreTime_);
  device_->setProcedure(procedure_);
  device_->setDelay(delay_);
  chip_->setFake(fake_);
  chip_->setMemoryFails(memoryFails_);
}

void Station::linkUp() {
  attached_ = true;
  if (inserted_) send_(LinkMessage::inserted, {});
}

void Station::linkDown() {
  attached_ = false;
  powerOff();
  contacts_ = {};
}

void Station::insert() {
  insertAt_.reset();
  if (std::exchange(inserted_, true)) return;
  if (attached_) send_(LinkMessage::inserted, {});
}

void Station::remove() {
  insertAt_.reset();
  powerOff();
  if (!std::exchange(inserted_, false)) return;
  if (attached_) send_(LinkMessage::out, {});
}

void Station::swap(std::unique_ptr<Chip> chip, Time now, std::chrono::milliseconds pause) {
  const bool wasIn = inserted_ || insertAt_;
  remove();
  device_.reset();
  chip_ = std::move(chip);
  rebuildDevice();
  if (wasIn) insertAt_ = now + pause;
}

void Station::setFake(bool fake) {
  fake_ = fake;
  chip_->setFake(fake);
}

void Station::setMemoryFails(bool fails) {
  memoryFails_ = fails;
  chip_->setMemoryFails(fails);
}

void Station::setProcedure(const ProcedureMode& mode, std::string name) {
  procedure_ = mode;
  procedureName_ = std::move(name);
  device_->setProcedure(mode);
}

void Station::setDelay(std::chrono::milliseconds delay) {
  delay_ = delay;
  device_->setDelay(delay);
}

void Station::onFrame(const LinkFrame& frame, Time now) {
  Contacts next = contacts_;
  const auto byte = [&] { return frame.payload.front() != 0; };
  switch (frame.type) {
    case LinkMessage::supply:
      next.vcc = byte();
      break;
    case LinkMessage::clock:
      next.clock = byte() || frame.payload.back() != 0;
      break;
    case LinkMessage::reset:
      next.reset = byte();
      break;
    case LinkMessage::characters:
      return feed(frame.payload, clock_.arrival(now));
    case LinkMessage::inserted:
    case LinkMessage::out:
      return;  // only chips say these
  }
  changeContacts(next, now);
}

// The chip runs while VCC and CLK are on and starts when RST rises (ISO/IEC 7816-3 §6.2); RST low stops it.
void Station::changeContacts(const Contacts& next, Time now) {
  const Contacts before = std::exchange(contacts_, next);
  const bool resetRises = !before.reset && next.reset;
  if (!next.supplied() || !next.reset) return powerOff();
  if (resetRises && inserted_) powerOn(now);
}

void Station::powerOn(Time now) {
  powerOff();
  received_ = sent_ = 0;
  nullsBefore_ = nulls();
  if (mute_) return;
  schedule(device_->reset(), now);
}

void Station::powerOff() {
  events_.clear();
  clock_.release();
  device_->powerOff();
}

void Station::feed(const apdu::Bytes& characters, Time at) {
  if (!device_->isPowered() || mute_) return;
  events_.push_back({clock_.occupy(at, characters.size()), Event::Kind::feed, characters});
}

void Station::schedule(const LineOutput& output, Time at) {
  if (output.pulled) return events_.push_back({at, Event::Kind::leave, {}});
  for (const auto& emission : output.emissions) {
    const auto damaged = faults_.apply(emission.characters, output.opening);
    scheduleCharacters(damaged.characters, at + emission.before);
    if (damaged.dead) return events_.push_back({clock_.occupy(at, 0), Event::Kind::leave, {}});
  }
}

void Station::scheduleCharacters(apdu::ByteView characters, Time from) {
  for (std::size_t done = 0; done < characters.size(); done += kPiece) {
    const auto piece = characters.subspan(done, std::min(kPiece, characters.size() - done));
    events_.push_back({clock_.occupy(from, piece.size()), Event::Kind::send, {piece.begin(), piece.end()}});
  }
}

std::optional<Station::Time> Station::nextDue() const {
  std::optional<Time> next = insertAt_;
  if (!events_.empty()) next = next ? std::min(*next, events_.front().due) : events_.front().due;
  return next;
}

void Station::runDue(Time now) {
  if (insertAt_ && *insertAt_ <= now) insert();
  while (!events_.empty() && events_.front().due <= now) {
    const Event event = std::move(events_.front());
    events_.pop_front();
    clock_.noteLateness(now - event.due);
    run(event);
  }
}

void Station::run(const Event& event) {
  switch (event.kind) {
    case Event::Kind::feed:
      received_ += event.characters.size();
      for (const std::uint8_t character : event.characters)
        schedule(device_->receive(character), event.due);
      break;
    case Event::Kind::send:
      sent_ += event.characters.size();
      if (attached_) send_(LinkMessage::characters, event.characters);
      break;
    case Event::Kind::leave:
      remove();
      break;
  }
}

std::uint64_t Station::nulls() const {
  return moreTime_ == nullptr ? 0 : moreTime_->nulls();
}

Station::Status Station::status() const {
  return {chip_->name(),
          inserted_,
          device_->isPowered(),
          mute_,
          fake_,
          attached_,
          device_->exchanges(),
          received_,
          sent_ + nulls() - nullsBefore_,
          clock_.rate(),
          procedureName_,
          chip_->triesLeft()};
}

}  // namespace ssc::sim
