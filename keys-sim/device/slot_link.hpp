// The messages of docs/reader/slot-link.md: what travels between a reader's contacts and a simulated chip.
#pragma once

#include <optional>
#include <vector>

#include "apdu/bytes.hpp"

namespace ssc::sim {

enum class LinkMessage : std::uint8_t {
  inserted = 'i',
  out = 'o',
  supply = 'v',
  clock = 'k',
  reset = 'r',
  characters = 'd',
};

constexpr std::size_t kMaxLinkPayload = 1024;

struct LinkFrame {
  LinkMessage type;
  apdu::Bytes payload;
  friend bool operator==(const LinkFrame&, const LinkFrame&) = default;
};

/// type, length (2 bytes, big endian), payload (at most 1024 bytes).
apdu::Bytes encodeFrame(LinkMessage type, apdu::ByteView payload);

/// Cuts a byte stream into frames. After a message that the link does not allow it gives nothing more and is
/// broken.
class FrameReader {
 public:
  void feed(apdu::ByteView bytes);
  std::optional<LinkFrame> next();
  [[nodiscard]] bool broken() const { return broken_; }

 private:
  apdu::Bytes buffer_;
  bool broken_ = false;
};

}  // namespace ssc::sim
