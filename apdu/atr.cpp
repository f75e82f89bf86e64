#include "apdu/atr.hpp"

#include <algorithm>
#include <array>

#include "apdu/cursor.hpp"

namespace ssc::apdu {
namespace {

constexpr std::uint8_t kDirect = 0x3B;
constexpr std::uint8_t kInverse = 0x3F;
constexpr std::uint8_t kGlobal = 15;  // T=15 qualifies global interface bytes
constexpr std::uint8_t kDefaultTa1 = 0x11;
constexpr std::uint8_t kDefaultWaiting = 0x4D;  // TB for T=1: BWI 4, CWI 13 (§11.4.3)

// ISO/IEC 7816-3 table 7; 0 = reserved.
struct ClockRow {
  unsigned f;
  unsigned maxKhz;
};
constexpr std::array<ClockRow, 16> kF{{{372, 4000},
                                       {372, 5000},
                                       {558, 6000},
                                       {744, 8000},
                                       {1116, 12000},
                                       {1488, 16000},
                                       {1860, 20000},
                                       {0, 0},
                                       {0, 0},
                                       {512, 5000},
                                       {768, 7500},
                                       {1024, 10000},
                                       {1536, 15000},
                                       {2048, 20000},
                                       {0, 0},
                                       {0, 0}}};
// Table 8.
constexpr std::array<unsigned, 16> kD{0, 1, 2, 4, 8, 16, 32, 64, 12, 20, 0, 0, 0, 0, 0, 0};

std::optional<unsigned> unlessReserved(unsigned value) {
  if (value == 0) return std::nullopt;
  return value;
}

// The high nibble of T0 or TDi says which of TA TB TC TD follow.
tl::expected<AtrGroup, ParseError> takeGroup(Cursor& in, std::uint8_t presence) {
  AtrGroup group;
  const std::array slots{&group.ta, &group.tb, &group.tc, &group.td};
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if ((presence & (0x10U << i)) == 0) continue;
    const auto byte = in.takeByte();
    if (!byte) return tl::unexpected(byte.error());
    *slots[i] = *byte;
  }
  return group;
}

tl::expected<std::vector<AtrGroup>, ParseError> takeGroups(Cursor& in, std::uint8_t t0) {
  std::vector<AtrGroup> groups;
  std::optional<std::uint8_t> presence = t0;
  std::optional<std::uint8_t> protocol;
  while (presence) {
    auto group = takeGroup(in, *presence);
    if (!group) return tl::unexpected(group.error());
    group->protocol = protocol;
    presence = group->td;
    if (presence) protocol = static_cast<std::uint8_t>(*presence & 0x0F);
    groups.push_back(*group);
  }
  return groups;
}

std::vector<std::uint8_t> protocolsOf(const std::vector<AtrGroup>& groups) {
  std::vector<std::uint8_t> protocols;
  for (const AtrGroup& group : groups) {
    if (!group.td) continue;
    const auto t = static_cast<std::uint8_t>(*group.td & 0x0F);
    if (t != kGlobal && std::find(protocols.begin(), protocols.end(), t) == protocols.end())
      protocols.push_back(t);
  }
  if (protocols.empty()) protocols.push_back(0);
  return protocols;
}

// TCK is there unless only T=0 is offered, T=15 not counting as "only" (§8.2.5).
bool needsTck(const std::vector<AtrGroup>& groups) {
  return std::any_of(groups.begin(), groups.end(),
                     [](const AtrGroup& g) { return g.td && (*g.td & 0x0F) != 0; });
}

std::uint8_t xorOf(ByteView bytes) {
  std::uint8_t sum = 0;
  for (const std::uint8_t byte : bytes)
    sum = static_cast<std::uint8_t>(sum ^ byte);
  return sum;
}

}  // namespace

tl::expected<Atr, ParseError> Atr::parse(ByteView bytes) {
  if (bytes.size() > kMaxBytes) return tl::unexpected(ParseError{ParseFault::badLength, kMaxBytes});
  Cursor in(bytes);
  const auto ts = in.takeByte();
  if (!ts) return tl::unexpected(ts.error());
  if (*ts != kDirect && *ts != kInverse) return tl::unexpected(ParseError{ParseFault::badValue, 0});
  const auto t0 = in.takeByte();
  if (!t0) return tl::unexpected(t0.error());
  auto groups = takeGroups(in, *t0);
  if (!groups) return tl::unexpected(groups.error());
  const auto historical = in.take(*t0 & 0x0F);
  if (!historical) return tl::unexpected(historical.error());

  Atr atr;
  atr.hasTck_ = needsTck(*groups);
  if (atr.hasTck_ && !in.takeByte()) return tl::unexpected(in.error(ParseFault::badCheckByte));
  if (!in.atEnd()) return tl::unexpected(in.error(ParseFault::trailing));
  if (atr.hasTck_ && xorOf(bytes.subspan(1)) != 0) {
    return tl::unexpected(ParseError{ParseFault::badCheckByte, bytes.size() - 1});
  }
  atr.bytes_.assign(bytes.begin(), bytes.end());
  atr.historical_.assign(historical->begin(), historical->end());
  atr.protocols_ = protocolsOf(*groups);
  atr.groups_ = std::move(*groups);
  return atr;
}

bool Atr::offers(std::uint8_t protocol) const {
  return std::find(protocols_.begin(), protocols_.end(), protocol) != protocols_.end();
}

std::optional<unsigned> Atr::f() const {
  return unlessReserved(kF[groups_[0].ta.value_or(kDefaultTa1) >> 4].f);
}
std::optional<unsigned> Atr::d() const {
  return unlessReserved(kD[groups_[0].ta.value_or(kDefaultTa1) & 0x0F]);
}
std::optional<unsigned> Atr::maxClockKhz() const {
  return unlessReserved(kF[groups_[0].ta.value_or(kDefaultTa1) >> 4].maxKhz);
}

std::uint8_t Atr::extraGuardTime() const {
  return groups_[0].tc.value_or(0);
}

std::optional<std::uint8_t> Atr::specificProtocol() const {
  if (groups_.size() < 2 || !groups_[1].ta) return std::nullopt;
  return static_cast<std::uint8_t>(*groups_[1].ta & 0x0F);
}

std::uint8_t Atr::waitingInteger() const {
  constexpr std::uint8_t kDefault = 10;
  if (groups_.size() < 2 || groups_[1].protocol != 0) return kDefault;
  const std::uint8_t wi = groups_[1].tc.value_or(kDefault);
  return wi == 0 ? kDefault : wi;
}

// TAi, TBi, TCi with i > 2 speak of the protocol in TD(i-1); the first of each counts, and it need not stand
// in the first group (§8.2.3).
std::optional<std::uint8_t> Atr::firstFor(std::uint8_t protocol, InterfaceByte byte) const {
  for (std::size_t i = 2; i < groups_.size(); ++i) {
    if (groups_[i].protocol == protocol && groups_[i].*byte) return groups_[i].*byte;
  }
  return std::nullopt;
}

std::uint8_t Atr::ifsc() const {
  constexpr std::uint8_t kDefault = 32;
  const std::uint8_t ifsc = firstFor(1, &AtrGroup::ta).value_or(kDefault);
  return ifsc == 0x00 || ifsc == 0xFF ? kDefault : ifsc;
}

std::uint8_t Atr::cwi() const {
  return static_cast<std::uint8_t>(firstFor(1, &AtrGroup::tb).value_or(kDefaultWaiting) & 0x0F);
}

std::uint8_t Atr::bwi() const {
  return static_cast<std::uint8_t>(firstFor(1, &AtrGroup::tb).value_or(kDefaultWaiting) >> 4);
}

bool Atr::usesCrc() const {
  return (firstFor(1, &AtrGroup::tc).value_or(0) & 0x01) != 0;
}

std::optional<std::uint8_t> Atr::clockStop() const {
  const auto ta = firstFor(kGlobal, &AtrGroup::ta);
  if (!ta) return std::nullopt;
  return static_cast<std::uint8_t>(*ta >> 6);
}

std::optional<std::uint8_t> Atr::supplyClasses() const {
  const auto ta = firstFor(kGlobal, &AtrGroup::ta);
  if (!ta) return std::nullopt;
  return static_cast<std::uint8_t>(*ta & 0x3F);
}

}  // namespace ssc::apdu
