// One simulated chip at one slot: contacts and characters in, characters out when their time has come, faults
// on demand. Time is passed in and messages leave through a function, so that tests need neither sockets nor
// waiting.
#pragma once

#include <deque>
#include <functional>
#include <memory>

#include "keys-sim/device/line_clock.hpp"
#include "keys-sim/device/line_faults.hpp"
#include "keys-sim/device/slot_link.hpp"
#include "keys-sim/device/t0_device.hpp"

namespace ssc::sim {

class Station {
 public:
  using Time = LineClock::Time;
  using Send = std::function<void(LinkMessage, apdu::ByteView)>;

  /// `moreTime` as for T0Device; it outlives the station.
  Station(std::unique_ptr<Chip> chip, Send send, MoreTime* moreTime = nullptr);

  // The slot link.
  void linkUp();    ///< a reader is there: says whether the card is in
  void linkDown();  ///< the reader is gone: no power
  void onFrame(const LinkFrame& frame, Time now);
  /// When something is to be done next.
  [[nodiscard]] std::optional<Time> nextDue() const;
  void runDue(Time now);

  // The person at the slot.
  void insert();
  void remove();
  /// Another chip takes this one's place: out now, in again after `pause` if it was in.
  void swap(std::unique_ptr<Chip> chip, Time now, std::chrono::milliseconds pause);

  // Behaviour and faults.
  void setMute(bool mute) { mute_ = mute; }
  void setFake(bool fake);
  void setRate(unsigned bitsPerSecond) { clock_.setRate(bitsPerSecond); }
  void setProcedure(const ProcedureMode& mode, std::string name);
  void setDelay(std::chrono::milliseconds delay);
  void pullAt(unsigned exchange) { device_->pullAt(exchange); }
  void loseAnswer(unsigned exchange) { device_->loseAnswer(exchange); }
  void setMemoryFails(bool fails);
  LineFaults& faults() { return faults_; }
  void resetExchanges() { device_->resetExchanges(); }

  struct Status {
    std::string profile;
    bool inserted, powered, mute, fake, attached;
    std::uint64_t exchanges;       ///< since the start or `exchanges reset`
    std::uint64_t received, sent;  ///< characters since power-on, ATR and procedure bytes included
    unsigned rate;
    std::string procedure;
    std::map<std::string, unsigned> triesLeft;
  };
  [[nodiscard]] Status status() const;

 private:
  struct Event {
    Time due;
    enum class Kind : std::uint8_t { feed, send, leave } kind;
    apdu::Bytes characters;
  };
  struct Contacts {
    bool vcc = false, clock = false, reset = false;
    [[nodiscard]] bool supplied() const { return vcc && clock; }
  };

  void changeContacts(const Contacts& next, Time now);
  void powerOn(Time now);
  void powerOff();
  void feed(const apdu::Bytes& characters, Time at);
  void schedule(const LineOutput& output, Time at);
  void scheduleCharacters(apdu::ByteView characters, Time from);
  void run(const Event& event);
  void rebuildDevice();
  [[nodiscard]] std::uint64_t nulls() const;  ///< sent while the chip worked, since the start

  std::unique_ptr<Chip> chip_;
  std::unique_ptr<T0Device> device_;
  Send send_;
  MoreTime* moreTime_;
  LineClock clock_;
  LineFaults faults_;
  Contacts contacts_;
  std::deque<Event> events_;  ///< in order of their times
  std::optional<Time> insertAt_;
  ProcedureMode procedure_;
  std::string procedureName_ = "all";
  std::chrono::milliseconds delay_{0};
  bool inserted_ = false, attached_ = false, mute_ = false, fake_ = false, memoryFails_ = false;
  std::uint64_t received_ = 0, sent_ = 0, nullsBefore_ = 0;
};

}  // namespace ssc::sim
