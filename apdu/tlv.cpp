#include "apdu/tlv.hpp"

#include <algorithm>
#include <cassert>

#include "apdu/cursor.hpp"

namespace ssc::apdu {
namespace {

constexpr std::size_t kMaxTagBytes = 3;     // ISO/IEC 7816-4 §6.3.1
constexpr std::size_t kMaxLengthBytes = 4;  // 84 xx xx xx xx
constexpr std::uint8_t kConstructedBit = 0x20;

struct Budget {
  TlvLimits limits;
  std::size_t used = 0;
};

std::uint8_t firstTagByte(std::uint32_t tag) {
  while (tag > 0xFF)
    tag >>= 8;
  return static_cast<std::uint8_t>(tag);
}

tl::expected<std::uint32_t, ParseError> takeTag(Cursor& in) {
  const ParseError badTag = in.error(ParseFault::badTag);
  const auto first = in.takeByte();
  if (!first) return tl::unexpected(first.error());
  std::uint32_t tag = *first;
  if ((*first & 0x1F) != 0x1F) return tag;
  for (std::size_t n = 1; n < kMaxTagBytes; ++n) {
    const auto next = in.takeByte();
    if (!next) return tl::unexpected(next.error());
    if (n == 1 && (*next & 0x7F) == 0) return tl::unexpected(badTag);  // leading zeros of the tag number
    tag = tag << 8 | *next;
    if ((*next & 0x80) == 0) return tag;
  }
  return tl::unexpected(badTag);
}

tl::expected<std::size_t, ParseError> takeLength(Cursor& in) {
  const ParseError badLength = in.error(ParseFault::badLength);
  const auto first = in.takeByte();
  if (!first) return tl::unexpected(first.error());
  if (*first < 0x80) return *first;
  const std::size_t count = *first & 0x7F;
  if (count == 0 || count > kMaxLengthBytes) return tl::unexpected(badLength);  // 80 = indefinite
  return in.takeNumber(count).map([](std::uint64_t value) { return static_cast<std::size_t>(value); });
}

tl::expected<std::vector<BerTlv>, ParseError> parseLevel(Cursor in, std::size_t depth, Budget& budget);

tl::expected<BerTlv, ParseError> takeObject(Cursor& in, std::size_t depth, Budget& budget) {
  if (++budget.used > budget.limits.elements) return tl::unexpected(in.error(ParseFault::tooDeep));
  const auto tag = takeTag(in);
  if (!tag) return tl::unexpected(tag.error());
  const auto length = takeLength(in);
  if (!length) return tl::unexpected(length.error());
  const std::size_t start = in.offset();
  const auto value = in.take(*length);
  if (!value) return tl::unexpected(value.error());
  BerTlv object{*tag, *value, {}};
  if (!object.constructed()) return object;
  if (depth >= budget.limits.depth) return tl::unexpected(ParseError{ParseFault::tooDeep, start});
  auto children = parseLevel(Cursor(*value, start), depth + 1, budget);
  if (!children) return tl::unexpected(children.error());
  object.children = std::move(*children);
  return object;
}

tl::expected<std::vector<BerTlv>, ParseError> parseLevel(Cursor in, std::size_t depth, Budget& budget) {
  std::vector<BerTlv> objects;
  while (!in.atEnd()) {
    if (*in.peekByte() == 0x00) {
      (void)in.takeByte();
      continue;
    }
    auto object = takeObject(in, depth, budget);
    if (!object) return tl::unexpected(object.error());
    objects.push_back(std::move(*object));
  }
  return objects;
}

const BerTlv* findIn(const std::vector<BerTlv>& objects, std::uint32_t tag) {
  const auto it = std::find_if(objects.begin(), objects.end(), [&](const BerTlv& o) { return o.tag == tag; });
  return it == objects.end() ? nullptr : &*it;
}

void appendBigEndian(Bytes& out, std::size_t value, std::size_t count) {
  while (count-- > 0)
    out.push_back(static_cast<std::uint8_t>(value >> (8 * count) & 0xFF));
}

std::size_t bytesNeeded(std::size_t value) {
  std::size_t count = 1;
  while (value > 0xFF) {
    value >>= 8;
    ++count;
  }
  return count;
}

}  // namespace

bool BerTlv::constructed() const {
  return (firstTagByte(tag) & kConstructedBit) != 0;
}

const BerTlv* BerTlv::find(std::uint32_t childTag) const {
  return findIn(children, childTag);
}

tl::expected<std::vector<BerTlv>, ParseError> parseBer(ByteView bytes, TlvLimits limits) {
  Budget budget{limits, 0};
  return parseLevel(Cursor(bytes), 0, budget);
}

const BerTlv* findPath(const std::vector<BerTlv>& objects, std::initializer_list<std::uint32_t> path) {
  const std::vector<BerTlv>* level = &objects;
  const BerTlv* found = nullptr;
  for (const std::uint32_t tag : path) {
    found = findIn(*level, tag);
    if (found == nullptr) return nullptr;
    level = &found->children;
  }
  return found;
}

Bytes encodeBer(std::uint32_t tag, ByteView value) {
  Bytes out;
  appendBigEndian(out, tag, bytesNeeded(tag));
  if (value.size() >= 0x80) {
    const std::size_t count = bytesNeeded(value.size());
    assert(count <= kMaxLengthBytes);
    out.push_back(static_cast<std::uint8_t>(0x80 | count));
    appendBigEndian(out, value.size(), count);
  } else {
    out.push_back(static_cast<std::uint8_t>(value.size()));
  }
  append(out, value);
  return out;
}

tl::expected<std::vector<SimpleTlv>, ParseError> parseSimple(ByteView bytes) {
  std::vector<SimpleTlv> items;
  Cursor in(bytes);
  while (!in.atEnd()) {
    const ParseError badTag = in.error(ParseFault::badTag);
    const std::uint8_t tag = *in.takeByte();
    if (tag == 0x00 || tag == 0xFF) return tl::unexpected(badTag);
    auto length = in.takeNumber(1);
    if (length && *length == 0xFF) length = in.takeNumber(2);
    if (!length) return tl::unexpected(length.error());
    const auto value = in.take(static_cast<std::size_t>(*length));
    if (!value) return tl::unexpected(value.error());
    items.push_back({tag, *value});
  }
  return items;
}

Bytes encodeSimple(std::uint8_t tag, ByteView value) {
  assert(value.size() <= 0xFFFF);
  Bytes out{tag};
  if (value.size() >= 0xFF) out.push_back(0xFF);
  appendBigEndian(out, value.size(), value.size() >= 0xFF ? 2 : 1);
  append(out, value);
  return out;
}

}  // namespace ssc::apdu
