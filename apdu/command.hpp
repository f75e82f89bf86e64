// Command APDUs (ISO/IEC 7816-4 §5.2): a header, optional data (Nc bytes), an optional expected length (Ne).
//
//   case 1  CLA INS P1 P2            case 3  CLA INS P1 P2 Lc data
//   case 2  CLA INS P1 P2 Le         case 4  CLA INS P1 P2 Lc data Le
//
// Short fields carry Nc ≤ 255 and Ne ≤ 256; extended ones Nc ≤ 65535 and Ne ≤ 65536. The shortest form that
// holds both is encoded.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tl/expected.hpp>
#include <vector>

#include "apdu/bytes.hpp"
#include "apdu/error.hpp"

namespace ssc::apdu {

struct Header {
  std::uint8_t cla = 0, ins = 0, p1 = 0, p2 = 0;
  friend constexpr bool operator==(const Header&, const Header&) = default;
};

class Command {
 public:
  static constexpr std::size_t kMaxShortData = 255;
  static constexpr std::size_t kMaxShortExpected = 256;
  static constexpr std::size_t kMaxData = 65535;
  static constexpr std::size_t kMaxExpected = 65536;

  /// Any command. `data` empty = no Lc; `expected` empty = no Le, otherwise Ne in bytes (1…65536).
  /// Lengths beyond the limits are a programming error and are cut to them (asserted in debug builds).
  explicit Command(Header header, ByteView data = {}, std::optional<std::size_t> expected = std::nullopt);

  /// The data may be a PIN or a cryptogram: it is wiped when the command dies or is assigned to.
  ~Command() { wipe(data_); }
  Command(const Command&) = default;
  Command(Command&&) noexcept = default;
  Command& operator=(Command other) noexcept;

  // ISO/IEC 7816-4 §11.1.1 SELECT. `expected` as above: with it the FCI is fetched.
  static Command selectByName(ByteView dfName, std::optional<std::size_t> expected = kMaxShortExpected);
  static Command selectMf();
  static Command selectDf(std::uint16_t fid);
  static Command selectEf(std::uint16_t fid);

  // §11.3.3 READ RECORD. sfi 0 = the current EF. `expected` counts the record's tag and length bytes as well.
  static Command readRecordByNumber(std::uint8_t number, std::uint8_t sfi, std::size_t expected);
  static Command readRecordsFrom(std::uint8_t number, std::uint8_t sfi, std::size_t expected);
  static Command readRecordByIdentifier(std::uint8_t identifier, std::uint8_t sfi, std::size_t expected);

  // §11.2.3 READ BINARY: offset 0…7FFF of the current EF, or offset 0…FF of the EF with this SFI.
  static Command readBinary(std::uint16_t offset, std::size_t expected);
  static Command readBinaryOf(std::uint8_t sfi, std::uint8_t offset, std::size_t expected);

  // §11.5.3 GET CHALLENGE, §11.5.2 INTERNAL, §11.5.4 EXTERNAL AUTHENTICATE, §11.5.6 VERIFY (`block` empty =
  // query).
  static Command getChallenge(std::size_t length);
  static Command internalAuthenticate(ByteView data, std::size_t expected);
  static Command externalAuthenticate(std::uint8_t keyReference, ByteView data);
  static Command verify(std::uint8_t reference, ByteView block);

  // §11.8.1 GET RESPONSE.
  static Command getResponse(std::size_t expected);

  [[nodiscard]] const Header& header() const { return header_; }
  [[nodiscard]] ByteView data() const { return {data_.data(), data_.size()}; }
  [[nodiscard]] std::optional<std::size_t> expected() const { return expected_; }
  [[nodiscard]] bool isExtended() const {
    return data_.size() > kMaxShortData || (expected_ && *expected_ > kMaxShortExpected);
  }
  /// The ISO case, 1…4.
  [[nodiscard]] int isoCase() const;
  [[nodiscard]] std::size_t encodedSize() const {
    const std::size_t field = isExtended() ? 2 : 1;
    return sizeof header_ + (field - 1) + (data_.empty() ? 0 : field + data_.size()) +
           (expected_ ? field : 0);
  }

  /// The same command with another Ne (used after 6Cxx).
  [[nodiscard]] Command withExpected(std::size_t expected) const;

  /// Writes the command into `out` (at least encodedSize() bytes) and returns the bytes used.
  std::size_t encodeInto(MutableByteView out) const;
  [[nodiscard]] Bytes encode() const;

  /// Reads a command in any of the seven encodings (1, 2S, 3S, 4S, 2E, 3E, 4E).
  static tl::expected<Command, ParseError> decode(ByteView bytes);

  /// Command chaining (§5.3.3): parts of at most `partSize` data bytes (at least 1), b5 of CLA set on all but
  /// the last.
  [[nodiscard]] std::vector<Command> chained(std::size_t partSize = kMaxShortData) const;

 private:
  Header header_;
  Bytes data_;
  std::optional<std::size_t> expected_;
};

}  // namespace ssc::apdu
