// A presenter behind the printer, and a tray with a sensor: what they do with a bundle of pages, and what
// they tell a host of it (docs/paper-ports.md). No socket, no clock.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace ssc::sim {

enum class PaperPort : std::uint8_t { presenter, tray };

/// What the citizen does with pages that are held out.
enum class Hand : std::uint8_t { leaves, takes };

class PaperHolder {
 public:
  explicit PaperHolder(PaperPort port) : port_(port) {}

  /// The printer has let a bundle of pages out. A presenter that holds one already gets stuck.
  void feed(unsigned pages);
  /// False: nothing is held out.
  [[nodiscard]] bool take();
  /// Whatever is inside is taken out by a member of staff.
  void clear();
  /// The next movement gets stuck.
  void willStick() { willStick_ = true; }
  /// What is held out already is taken at once.
  void setHand(Hand hand);
  /// A host's line; false: none that this device knows.
  [[nodiscard]] bool onLine(const std::string& line);

  /// What a host is told, without the end of the line: "presented 3", "paper".
  [[nodiscard]] std::string line() const;
  [[nodiscard]] PaperPort port() const { return port_; }
  [[nodiscard]] Hand hand() const { return hand_; }
  [[nodiscard]] unsigned bundles() const { return bundles_; }
  [[nodiscard]] unsigned pages() const { return pages_; }          ///< that are out now
  [[nodiscard]] unsigned retracted() const { return retracted_; }  ///< bundles, since the start

 private:
  enum class Where : std::uint8_t { none, presented, taken, retracted, stuck };

  bool sticks();
  void retract();

  PaperPort port_;
  Where where_ = Where::none;
  Hand hand_ = Hand::leaves;
  bool willStick_ = false;
  unsigned bundles_ = 0, pages_ = 0, retracted_ = 0;
};

}  // namespace ssc::sim
