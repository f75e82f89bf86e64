#include "apdu/status_word.hpp"

#include <array>

#include "apdu/bytes.hpp"

namespace ssc::apdu {
namespace {

// ISO/IEC 7816-4:2020 §5.6, tables 5 and 6; most specific first.
constexpr std::array kRows{
    StatusRow{0x9000, 0xFFFF, "ok"},
    StatusRow{0x6100, 0xFF00, "ok, more response bytes are waiting"},
    StatusRow{0x6200, 0xFFFF, "warning: no information given"},
    StatusRow{0x6281, 0xFFFF, "part of the returned data may be corrupted"},
    StatusRow{0x6282, 0xFFFF, "end of file or record reached before Ne bytes"},
    StatusRow{0x6283, 0xFFFF, "selected file deactivated"},
    StatusRow{0x6284, 0xFFFF, "file control information badly formatted"},
    StatusRow{0x6285, 0xFFFF, "selected file in termination state"},
    StatusRow{0x6300, 0xFFFF, "authentication failed"},
    StatusRow{0x6381, 0xFFFF, "file filled up by the last write"},
    StatusRow{0x63C0, 0xFFF0, "comparison failed, tries left in the last digit"},
    StatusRow{0x6400, 0xFFFF, "execution error, memory unchanged"},
    StatusRow{0x6500, 0xFFFF, "execution error, memory changed"},
    StatusRow{0x6581, 0xFFFF, "memory failure"},
    StatusRow{0x6600, 0xFF00, "security-related issue"},
    StatusRow{0x6700, 0xFFFF, "wrong length"},
    StatusRow{0x6881, 0xFFFF, "logical channel not supported"},
    StatusRow{0x6882, 0xFFFF, "secure messaging not supported"},
    StatusRow{0x6883, 0xFFFF, "last command of the chain expected"},
    StatusRow{0x6884, 0xFFFF, "command chaining not supported"},
    StatusRow{0x6901, 0xFFFF, "command not accepted in this state"},
    StatusRow{0x6981, 0xFFFF, "command does not fit the file structure"},
    StatusRow{0x6982, 0xFFFF, "security status not satisfied"},
    StatusRow{0x6983, 0xFFFF, "authentication method blocked"},
    StatusRow{0x6984, 0xFFFF, "referenced data not usable"},
    StatusRow{0x6985, 0xFFFF, "conditions of use not satisfied"},
    StatusRow{0x6986, 0xFFFF, "no current EF"},
    StatusRow{0x6987, 0xFFFF, "secure-messaging object missing"},
    StatusRow{0x6988, 0xFFFF, "secure-messaging object incorrect"},
    StatusRow{0x6A80, 0xFFFF, "wrong data field"},
    StatusRow{0x6A81, 0xFFFF, "function not supported"},
    StatusRow{0x6A82, 0xFFFF, "file or application not found"},
    StatusRow{0x6A83, 0xFFFF, "record not found"},
    StatusRow{0x6A84, 0xFFFF, "not enough space in the file"},
    StatusRow{0x6A85, 0xFFFF, "Nc inconsistent with the TLV structure"},
    StatusRow{0x6A86, 0xFFFF, "wrong P1 P2"},
    StatusRow{0x6A87, 0xFFFF, "Nc inconsistent with P1 P2"},
    StatusRow{0x6A88, 0xFFFF, "referenced data or key not found"},
    StatusRow{0x6A89, 0xFFFF, "file already exists"},
    StatusRow{0x6A8A, 0xFFFF, "DF name already exists"},
    StatusRow{0x6B00, 0xFFFF, "offset outside the file"},
    StatusRow{0x6C00, 0xFF00, "wrong Le, the right one in SW2"},
    StatusRow{0x6D00, 0xFFFF, "instruction not known"},
    StatusRow{0x6E00, 0xFFFF, "class not known"},
    StatusRow{0x6F00, 0xFFFF, "no precise diagnosis"},
};

}  // namespace

std::span<const StatusRow> isoStatusRows() {
  return kRows;
}

std::string_view meaningOf(StatusWord sw, std::span<const StatusRow> rows) {
  for (const StatusRow& row : rows) {
    if ((sw.value() & row.mask) == row.value) return row.meaning;
  }
  return "unknown status";
}

std::string toText(StatusWord sw) {
  const std::array<std::uint8_t, 2> bytes{sw.sw1(), sw.sw2()};
  return toHex(bytes);
}

}  // namespace ssc::apdu
