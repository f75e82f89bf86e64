#include "firmware/core/ccid.hpp"

#include <array>

namespace ssc::fw::ccid {
namespace {

struct NameRow {
  std::uint8_t type;
  const char* name;
};

constexpr auto kNames = std::to_array<NameRow>({
    NameRow{0x61, "PC_to_RDR_SetParameters"},
    NameRow{0x62, "PC_to_RDR_IccPowerOn"},
    NameRow{0x63, "PC_to_RDR_IccPowerOff"},
    NameRow{0x65, "PC_to_RDR_GetSlotStatus"},
    NameRow{0x69, "PC_to_RDR_Secure"},
    NameRow{0x6A, "PC_to_RDR_T0APDU"},
    NameRow{0x6B, "PC_to_RDR_Escape"},
    NameRow{0x6C, "PC_to_RDR_GetParameters"},
    NameRow{0x6D, "PC_to_RDR_ResetParameters"},
    NameRow{0x6E, "PC_to_RDR_IccClock"},
    NameRow{0x6F, "PC_to_RDR_XfrBlock"},
    NameRow{0x71, "PC_to_RDR_Mechanical"},
    NameRow{0x72, "PC_to_RDR_Abort"},
    NameRow{0x73, "PC_to_RDR_SetDataRateAndClockFrequency"},
    NameRow{0x80, "RDR_to_PC_DataBlock"},
    NameRow{0x81, "RDR_to_PC_SlotStatus"},
    NameRow{0x82, "RDR_to_PC_Parameters"},
    NameRow{0x83, "RDR_to_PC_Escape"},
    NameRow{0x84, "RDR_to_PC_DataRateAndClockFrequency"},
});

constexpr std::uint32_t loadLe32(ByteView bytes) {
  return bytes[0] | std::uint32_t{bytes[1]} << 8 | std::uint32_t{bytes[2]} << 16 |
         std::uint32_t{bytes[3]} << 24;
}

void appendLe32(Buffer<kMaxMessage>& message, std::size_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8)
    message.append(static_cast<std::uint8_t>(value >> shift));
}

}  // namespace

std::optional<Request> parse(ByteView message) {
  if (message.size() < kHeaderSize) return std::nullopt;
  return Request{message[0], loadLe32(message.subspan(1, 4)),      message[5],
                 message[6], {message[7], message[8], message[9]}, message.subspan(kHeaderSize)};
}

void build(Buffer<kMaxMessage>& message, const Reply& reply, ByteView data) {
  const ByteView fitting = data.size() <= kMaxData ? data : ByteView{};
  const auto icc = static_cast<unsigned>(reply.icc);
  const auto status = static_cast<unsigned>(reply.status);
  message.clear();
  message.append(static_cast<std::uint8_t>(reply.type));
  appendLe32(message, fitting.size());
  message.append(reply.slot);
  message.append(reply.seq);
  message.append(static_cast<std::uint8_t>(icc | status << 6));
  message.append(reply.error);
  message.append(reply.last);
  message.append(fitting);
}

const char* nameOf(std::uint8_t type) {
  for (const NameRow& row : kNames) {
    if (row.type == type) return row.name;
  }
  return "?";
}

}  // namespace ssc::fw::ccid
