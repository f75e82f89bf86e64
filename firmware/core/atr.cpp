#include "firmware/core/atr.hpp"

#include <array>

namespace ssc::fw {
namespace {

constexpr std::uint8_t kTsDirect = 0x3B;
constexpr std::uint8_t kTsInverse = 0x3F;
constexpr std::uint8_t kGlobalProtocol = 15;  // T=15 qualifies global interface bytes, it is no protocol

constexpr std::uint8_t kProtocolMask = 0x0F;

constexpr std::uint8_t kTa = 1;
constexpr std::uint8_t kTc = 4;
constexpr std::uint8_t kTd = 8;

// Which interface byte carries which fact. Group 3 stands for every later group.
struct FactRow {
  std::uint8_t group;
  std::uint8_t kind;
  bool onlyGlobal;  // only where the group belongs to T=15
  std::optional<std::uint8_t> AtrFacts::* field;
};
constexpr std::array<FactRow, 5> kFacts = {{
    {1, kTa, false, &AtrFacts::fiDi},
    {1, kTc, false, &AtrFacts::guardTime},
    {2, kTa, false, &AtrFacts::specificMode},
    {2, kTc, false, &AtrFacts::waitingT0},
    {3, kTa, true, &AtrFacts::clockAndClass},
}};

}  // namespace

std::uint8_t otherConvention(std::uint8_t character) {
  unsigned reversed = 0;
  for (unsigned bit = 0; bit < 8; ++bit) {
    if ((static_cast<unsigned>(character) >> bit & 1U) == 0) reversed |= 0x80U >> bit;
  }
  return static_cast<std::uint8_t>(reversed);
}

bool AtrFacts::offers(unsigned protocol) const {
  if (specificMode) return protocol == (*specificMode & kProtocolMask);  // §8.3, b4 to b1 of TA2
  return protocols == 0 ? protocol == 0 : (protocols >> protocol & 1U) != 0;
}

std::span<const Atr::Row> Atr::rows() {
  using S = AtrState;
  using E = AtrEvent;
  static constexpr auto kRows = std::to_array<Row>({
      Row{S::start, E::tsDirect, &Atr::nothing, S::format},
      Row{S::start, E::tsInverse, &Atr::useInverse, S::format},
      Row{S::start, E::tsForeign, &Atr::failTs, S::bad},
      Row{S::format, E::interfaceDue, &Atr::nothing, S::interface},
      Row{S::format, E::historicalDue, &Atr::nothing, S::historical},
      Row{S::format, E::nothingDue, &Atr::nothing, S::complete},
      Row{S::interface, E::interfaceDue, &Atr::nothing, S::interface},
      Row{S::interface, E::historicalDue, &Atr::nothing, S::historical},
      Row{S::interface, E::checkDue, &Atr::nothing, S::check},
      Row{S::interface, E::nothingDue, &Atr::nothing, S::complete},
      Row{S::interface, E::tooLong, &Atr::failLength, S::bad},
      Row{S::historical, E::historicalDue, &Atr::nothing, S::historical},
      Row{S::historical, E::checkDue, &Atr::nothing, S::check},
      Row{S::historical, E::nothingDue, &Atr::nothing, S::complete},
      Row{S::historical, E::tooLong, &Atr::failLength, S::bad},
      Row{S::check, E::checkGood, &Atr::nothing, S::complete},
      Row{S::check, E::checkBad, &Atr::failTck, S::bad},
      Row{S::check, E::tooLong, &Atr::failLength, S::bad},
  });
  return kRows;
}

void Atr::onCharacter(std::uint8_t raw) {
  if (complete() || bad()) return;
  apply(read(raw));
}

void Atr::apply(AtrEvent event) {
  const Row* const row = rowOf(rows(), state_, event);
  if (row == nullptr) {
    fault_ = SlotError::hardwareError;
    state_ = AtrState::bad;
    return;
  }
  (this->*row->act)();
  state_ = row->next;
}

AtrEvent Atr::read(std::uint8_t raw) {
  if (state_ == AtrState::start) return readTs(raw);
  const std::uint8_t character = inverse_ ? otherConvention(raw) : raw;
  if (!bytes_.append(character)) return AtrEvent::tooLong;
  if (state_ == AtrState::check) return checked();
  note(character);
  return due();
}

AtrEvent Atr::readTs(std::uint8_t raw) {
  const bool inverse = otherConvention(raw) == kTsInverse;
  bytes_.append(inverse ? kTsInverse : raw);
  if (inverse) return AtrEvent::tsInverse;
  return raw == kTsDirect ? AtrEvent::tsDirect : AtrEvent::tsForeign;
}

void Atr::note(std::uint8_t character) {
  if (state_ == AtrState::historical) {
    --historicalLeft_;
  } else if (state_ == AtrState::interface) {
    noteInterface(character);
  } else {
    pending_ = character >> 4;
    historicalLeft_ = character & 0x0F;
  }
}

void Atr::noteInterface(std::uint8_t character) {
  const auto kind = static_cast<std::uint8_t>(pending_ & -pending_);
  pending_ = static_cast<std::uint8_t>(pending_ & ~kind);
  if (kind == kTd) {
    noteProtocol(character);
  } else {
    noteFact(kind, character);
  }
}

void Atr::noteFact(std::uint8_t kind, std::uint8_t character) {
  const std::uint8_t group = group_ < 3 ? group_ : std::uint8_t{3};
  for (const FactRow& row : kFacts) {
    if (row.group != group || row.kind != kind) continue;
    if (row.onlyGlobal && protocol_ != kGlobalProtocol) continue;
    if (!(facts_.*row.field)) facts_.*row.field = character;
  }
}

void Atr::noteProtocol(std::uint8_t td) {
  protocol_ = td & 0x0F;
  pending_ = td >> 4;
  if (protocol_ != 0) checkByte_ = true;
  if (group_ == 1) facts_.firstProtocol = protocol_ == kGlobalProtocol ? std::uint8_t{0} : protocol_;
  if (protocol_ != kGlobalProtocol)
    facts_.protocols = static_cast<std::uint16_t>(facts_.protocols | 1U << protocol_);
  if (group_ < UINT8_MAX) ++group_;
}

AtrEvent Atr::due() const {
  if (pending_ != 0) return AtrEvent::interfaceDue;
  if (historicalLeft_ != 0) return AtrEvent::historicalDue;
  return checkByte_ ? AtrEvent::checkDue : AtrEvent::nothingDue;
}

AtrEvent Atr::checked() const {
  // §8.2.5: the exclusive-or of T0 … TCK is zero.
  std::uint8_t sum = 0;
  for (const std::uint8_t byte : bytes_.view().subspan(1))
    sum = static_cast<std::uint8_t>(sum ^ byte);
  return sum == 0 ? AtrEvent::checkGood : AtrEvent::checkBad;
}

}  // namespace ssc::fw
