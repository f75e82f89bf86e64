#include "apdu/error.hpp"

#include <array>

namespace ssc::apdu {
namespace {

struct FaultRow {
  ParseFault fault;
  std::string_view text;
};
constexpr std::array kFaults{
    FaultRow{ParseFault::truncated, "the bytes end inside a field"},
    FaultRow{ParseFault::trailing, "bytes are left behind the last field"},
    FaultRow{ParseFault::badLength, "a length field is not allowed here"},
    FaultRow{ParseFault::badTag, "a tag is not allowed here"},
    FaultRow{ParseFault::tooDeep, "templates are nested too deep"},
    FaultRow{ParseFault::badValue, "a field has a value that is not allowed"},
    FaultRow{ParseFault::badCheckByte, "the check byte is wrong or missing"},
};

struct ChannelRow {
  ChannelError error;
  std::string_view text;
};
constexpr std::array kChannelErrors{
    ChannelRow{ChannelError::serviceAbsent, "no smart-card service is running"},
    ChannelRow{ChannelError::serviceStopped, "the smart-card service stopped while in use"},
    ChannelRow{ChannelError::noReader, "no such reader is attached"},
    ChannelRow{ChannelError::readerGone, "the reader was unplugged while in use"},
    ChannelRow{ChannelError::readerBusy, "another program holds the card"},
    ChannelRow{ChannelError::cardAbsent, "no card in the slot"},
    ChannelRow{ChannelError::cardRemoved, "the card was pulled while in use"},
    ChannelRow{ChannelError::cardReset, "the card was reset by another program"},
    ChannelRow{ChannelError::cardMute, "the card does not answer"},
    ChannelRow{ChannelError::protocolMismatch, "card and reader share no protocol"},
    ChannelRow{ChannelError::timedOut, "the time allowed has passed"},
    ChannelRow{ChannelError::cancelled, "cancelled"},
    ChannelRow{ChannelError::communication, "the line to the card failed"},
    ChannelRow{ChannelError::malformedAnswer, "the card's answer is malformed"},
    ChannelRow{ChannelError::endlessAnswer, "the card's answer does not end"},
    ChannelRow{ChannelError::unsupported, "the reader cannot do this"},
    ChannelRow{ChannelError::internal, "an unexpected PC/SC error"},
};

}  // namespace

std::string_view toText(ParseFault fault) {
  for (const FaultRow& row : kFaults) {
    if (row.fault == fault) return row.text;
  }
  return "unknown fault";
}

std::string_view toText(ChannelError error) {
  for (const ChannelRow& row : kChannelErrors) {
    if (row.error == error) return row.text;
  }
  return "unknown error";
}

}  // namespace ssc::apdu
