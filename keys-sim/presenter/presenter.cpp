#include "keys-sim/presenter/presenter.hpp"

#include <array>
#include <string_view>
#include <utility>

namespace ssc::sim {

bool PaperHolder::sticks() {
  if (!std::exchange(willStick_, false)) return false;
  where_ = Where::stuck;
  return true;
}

void PaperHolder::feed(unsigned pages) {
  const bool isFull = port_ == PaperPort::presenter && pages_ > 0;
  pages_ += pages;
  ++bundles_;
  where_ = isFull ? Where::stuck : Where::presented;
  if (sticks() || isFull) return;
  if (hand_ == Hand::takes) static_cast<void>(take());
}

bool PaperHolder::take() {
  if (where_ != Where::presented) return false;
  where_ = Where::taken;
  pages_ = 0;
  return true;
}

void PaperHolder::clear() {
  where_ = Where::none;
  pages_ = 0;
}

void PaperHolder::setHand(Hand hand) {
  hand_ = hand;
  if (hand_ == Hand::takes) static_cast<void>(take());
}

void PaperHolder::retract() {
  if (where_ != Where::presented || sticks()) return;
  where_ = Where::retracted;
  pages_ = 0;
  ++retracted_;
}

bool PaperHolder::onLine(const std::string& line) {
  if (port_ != PaperPort::presenter || line != "retract") return false;
  retract();
  return true;
}

std::string PaperHolder::line() const {
  constexpr std::array<std::string_view, 5> kWords{"none", "presented", "taken", "retracted", "stuck"};
  if (port_ == PaperPort::tray) return pages_ > 0 ? "paper" : "empty";
  return std::string(kWords.at(static_cast<std::size_t>(where_))) + " " + std::to_string(bundles_);
}

}  // namespace ssc::sim
