// Tag-length-value data: BER-TLV (ISO/IEC 7816-4 §6.3, definite lengths only) and simple TLV (§6.2).
#pragma once

#include <cstdint>
#include <optional>
#include <tl/expected.hpp>
#include <vector>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"

namespace ssc::apdu {

/// Bounds that a parser keeps whatever the card says.
struct TlvLimits {
  std::size_t depth = 8;        ///< templates inside one another: 1 = no template in a template
  std::size_t elements = 1024;  ///< data objects in all
};

/// One BER data object. `value` points into the bytes that were parsed.
struct BerTlv {
  std::uint32_t tag = 0;  ///< all tag bytes, big endian: 6F, 9F0C, 5F2D; at most three bytes
  ByteView value;
  std::vector<BerTlv> children;  ///< of a constructed object

  [[nodiscard]] bool constructed() const;
  /// The first direct child with this tag.
  [[nodiscard]] const BerTlv* find(std::uint32_t childTag) const;
};

/// All data objects of `bytes`; padding bytes 00 between objects are skipped (§6.3).
tl::expected<std::vector<BerTlv>, ParseError> parseBer(ByteView bytes, TlvLimits limits = {});

/// Follows tags from the outermost objects inwards, for example {0x6F, 0xA5, 0x9F0C}.
const BerTlv* findPath(const std::vector<BerTlv>& objects, std::initializer_list<std::uint32_t> path);

/// Encodes one primitive or constructed object from its finished value.
Bytes encodeBer(std::uint32_t tag, ByteView value);

/// One simple TLV: tag 01…FE, length one byte or FF and two bytes.
struct SimpleTlv {
  std::uint8_t tag = 0;
  ByteView value;
};

/// All simple TLVs, to the last byte. Tags 00 and FF are errors (§6.2).
tl::expected<std::vector<SimpleTlv>, ParseError> parseSimple(ByteView bytes);
Bytes encodeSimple(std::uint8_t tag, ByteView value);

}  // namespace ssc::apdu
