// BER and simple TLV: no input breaks a parser, its bounds hold, and what parsed encodes to what parses
// alike.
#include <algorithm>

#include "apdu/tlv.hpp"
#include "tests/fuzz/require.hpp"

namespace {

using ssc::apdu::BerTlv;
using ssc::apdu::Bytes;
using ssc::apdu::ByteView;
using ssc::apdu::TlvLimits;
using ssc::fuzz::require;

constexpr TlvLimits kLimits{};

bool liesIn(ByteView part, ByteView whole) {
  return part.empty() ||
         (part.data() >= whole.data() && part.data() + part.size() <= whole.data() + whole.size());
}

std::size_t checkObjects(const std::vector<BerTlv>& objects, ByteView within, std::size_t depth) {
  require(objects.empty() || depth <= kLimits.depth, "the depth limit holds");
  std::size_t count = objects.size();
  for (const BerTlv& object : objects) {
    require(liesIn(object.value, within), "a value lies in its template");
    require(object.constructed() || object.children.empty(), "only templates have children");
    count += checkObjects(object.children, object.value, depth + 1);
  }
  return count;
}

Bytes encodeAll(const std::vector<BerTlv>& objects) {
  Bytes all;
  for (const BerTlv& object : objects)
    ssc::apdu::append(
        all, ssc::apdu::encodeBer(object.tag, object.constructed()
                                                  ? encodeAll(object.children)
                                                  : Bytes(object.value.begin(), object.value.end())));
  return all;
}

bool same(const std::vector<BerTlv>& a, const std::vector<BerTlv>& b) {
  return std::ranges::equal(a, b, [](const BerTlv& x, const BerTlv& y) {
    return x.tag == y.tag &&
           (x.constructed() ? same(x.children, y.children) : std::ranges::equal(x.value, y.value));
  });
}

void checkBer(ByteView bytes) {
  const auto objects = ssc::apdu::parseBer(bytes, kLimits);
  if (!objects) {
    require(objects.error().offset <= bytes.size(), "an error names a place in the bytes");
    return;
  }
  require(checkObjects(*objects, bytes, 0) <= kLimits.elements, "the element limit holds");
  const Bytes again = encodeAll(*objects);
  require(again.size() <= bytes.size(), "the encoding is the shortest");
  const auto twice = ssc::apdu::parseBer(again, kLimits);
  require(twice && same(*objects, *twice), "decode(encode(x)) is x");
}

void checkSimple(ByteView bytes) {
  const auto items = ssc::apdu::parseSimple(bytes);
  if (!items) {
    require(items.error().offset <= bytes.size(), "an error names a place in the bytes");
    return;
  }
  Bytes again;
  for (const auto& item : *items) {
    require(liesIn(item.value, bytes), "a value lies in the bytes");
    ssc::apdu::append(again, ssc::apdu::encodeSimple(item.tag, item.value));
  }
  const auto twice = ssc::apdu::parseSimple(again);
  require(twice && std::ranges::equal(*items, *twice,
                                      [](const auto& a, const auto& b) {
                                        return a.tag == b.tag && std::ranges::equal(a.value, b.value);
                                      }),
          "decode(encode(x)) is x");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  checkBer({data, size});
  checkSimple({data, size});
  return 0;
}
