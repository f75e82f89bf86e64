#include "apdu/pcsc/code.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <winscard.h>

namespace ssc::pcsc {
namespace {

using apdu::ChannelError;

constexpr Code of(LONG code) {
  return static_cast<Code>(code);
}

// pcscd 1.9 never sends the rows marked "Windows only"; a driver or a remoting layer may hand them through.
constexpr std::array kRows{
    CodeRow{of(SCARD_F_INTERNAL_ERROR), "SCARD_F_INTERNAL_ERROR", "", ChannelError::internal,
            "the service failed a check of its own"},
    CodeRow{of(SCARD_E_CANCELLED), "SCARD_E_CANCELLED", "", ChannelError::cancelled,
            "SCardCancel ended the wait"},
    CodeRow{of(SCARD_E_INVALID_HANDLE), "SCARD_E_INVALID_HANDLE", "", ChannelError::internal,
            "the context or card handle is not (or no longer) known"},
    CodeRow{of(SCARD_E_INVALID_PARAMETER), "SCARD_E_INVALID_PARAMETER", "", ChannelError::internal,
            "a parameter was not understood"},
    CodeRow{of(SCARD_E_INVALID_TARGET), "SCARD_E_INVALID_TARGET", "", ChannelError::internal,
            "start-up information is missing (Windows only)"},
    CodeRow{of(SCARD_E_NO_MEMORY), "SCARD_E_NO_MEMORY", "", ChannelError::internal,
            "the service has no memory left"},
    CodeRow{of(SCARD_F_WAITED_TOO_LONG), "SCARD_F_WAITED_TOO_LONG", "", ChannelError::timedOut,
            "a timer of the service ran out"},
    CodeRow{of(SCARD_E_INSUFFICIENT_BUFFER), "SCARD_E_INSUFFICIENT_BUFFER", "", ChannelError::malformedAnswer,
            "the answer is longer than the room given for it"},
    CodeRow{of(SCARD_E_UNKNOWN_READER), "SCARD_E_UNKNOWN_READER", "", ChannelError::noReader,
            "no reader has this name"},
    CodeRow{of(SCARD_E_TIMEOUT), "SCARD_E_TIMEOUT", "", ChannelError::timedOut,
            "the time given for the call ran out"},
    CodeRow{of(SCARD_E_SHARING_VIOLATION), "SCARD_E_SHARING_VIOLATION", "", ChannelError::readerBusy,
            "another program holds the card"},
    CodeRow{of(SCARD_E_NO_SMARTCARD), "SCARD_E_NO_SMARTCARD", "", ChannelError::cardAbsent,
            "no card is in the slot"},
    CodeRow{of(SCARD_E_UNKNOWN_CARD), "SCARD_E_UNKNOWN_CARD", "", ChannelError::internal,
            "no card type has this name (Windows only)"},
    CodeRow{of(SCARD_E_CANT_DISPOSE), "SCARD_E_CANT_DISPOSE", "", ChannelError::unsupported,
            "the reader cannot release the card that way"},
    CodeRow{of(SCARD_E_PROTO_MISMATCH), "SCARD_E_PROTO_MISMATCH", "", ChannelError::protocolMismatch,
            "the card does not speak a protocol that was asked for"},
    CodeRow{of(SCARD_E_NOT_READY), "SCARD_E_NOT_READY", "", ChannelError::communication,
            "the reader or the card does not accept commands yet"},
    CodeRow{of(SCARD_E_INVALID_VALUE), "SCARD_E_INVALID_VALUE", "", ChannelError::internal,
            "a parameter has a value that is not allowed"},
    CodeRow{of(SCARD_E_SYSTEM_CANCELLED), "SCARD_E_SYSTEM_CANCELLED", "", ChannelError::cancelled,
            "the system ended the call, for example to shut down"},
    CodeRow{of(SCARD_F_COMM_ERROR), "SCARD_F_COMM_ERROR", "", ChannelError::communication,
            "the line to the service or to the reader failed"},
    CodeRow{of(SCARD_F_UNKNOWN_ERROR), "SCARD_F_UNKNOWN_ERROR", "", ChannelError::internal,
            "the service failed and does not know why"},
    CodeRow{of(SCARD_E_INVALID_ATR), "SCARD_E_INVALID_ATR", "", ChannelError::cardMute,
            "the answer to reset is not one"},
    CodeRow{of(SCARD_E_NOT_TRANSACTED), "SCARD_E_NOT_TRANSACTED", "", ChannelError::communication,
            "the exchange with the card failed"},
    CodeRow{of(SCARD_E_READER_UNAVAILABLE), "SCARD_E_READER_UNAVAILABLE", "", ChannelError::readerGone,
            "the reader is known but cannot be used"},
    CodeRow{of(SCARD_P_SHUTDOWN), "SCARD_P_SHUTDOWN", "", ChannelError::serviceStopped,
            "the service is shutting down"},
    CodeRow{of(SCARD_E_PCI_TOO_SMALL), "SCARD_E_PCI_TOO_SMALL", "", ChannelError::internal,
            "the protocol information has no room"},
    CodeRow{of(SCARD_E_READER_UNSUPPORTED), "SCARD_E_READER_UNSUPPORTED", "", ChannelError::unsupported,
            "the reader's driver does not do what the service needs"},
    CodeRow{of(SCARD_E_DUPLICATE_READER), "SCARD_E_DUPLICATE_READER", "", ChannelError::internal,
            "two readers have one name"},
    CodeRow{of(SCARD_E_CARD_UNSUPPORTED), "SCARD_E_CARD_UNSUPPORTED", "", ChannelError::protocolMismatch,
            "the card does not do what the service needs"},
    CodeRow{of(SCARD_E_NO_SERVICE), "SCARD_E_NO_SERVICE", "", ChannelError::serviceAbsent,
            "the smart-card service is not running"},
    CodeRow{of(SCARD_E_SERVICE_STOPPED), "SCARD_E_SERVICE_STOPPED", "", ChannelError::serviceStopped,
            "the smart-card service has stopped"},
    CodeRow{of(SCARD_E_UNSUPPORTED_FEATURE), "SCARD_E_UNSUPPORTED_FEATURE", "SCARD_E_UNEXPECTED",
            ChannelError::unsupported, "the reader or its driver does not have this function"},
    CodeRow{of(SCARD_E_ICC_INSTALLATION), "SCARD_E_ICC_INSTALLATION", "", ChannelError::internal,
            "no provider for the card (Windows only)"},
    CodeRow{of(SCARD_E_ICC_CREATEORDER), "SCARD_E_ICC_CREATEORDER", "", ChannelError::internal,
            "objects in an order that is not supported (Windows only)"},
    CodeRow{of(SCARD_E_DIR_NOT_FOUND), "SCARD_E_DIR_NOT_FOUND", "", ChannelError::internal,
            "directory not on the card (Windows only)"},
    CodeRow{of(SCARD_E_FILE_NOT_FOUND), "SCARD_E_FILE_NOT_FOUND", "", ChannelError::internal,
            "file not on the card (Windows only)"},
    CodeRow{of(SCARD_E_NO_DIR), "SCARD_E_NO_DIR", "", ChannelError::internal,
            "the path is not a directory (Windows only)"},
    CodeRow{of(SCARD_E_NO_FILE), "SCARD_E_NO_FILE", "", ChannelError::internal,
            "the path is not a file (Windows only)"},
    CodeRow{of(SCARD_E_NO_ACCESS), "SCARD_E_NO_ACCESS", "", ChannelError::internal,
            "access to the file is denied (Windows only)"},
    CodeRow{of(SCARD_E_WRITE_TOO_MANY), "SCARD_E_WRITE_TOO_MANY", "", ChannelError::internal,
            "the card has no room (Windows only)"},
    CodeRow{of(SCARD_E_BAD_SEEK), "SCARD_E_BAD_SEEK", "", ChannelError::internal,
            "the file position is not allowed (Windows only)"},
    CodeRow{of(SCARD_E_INVALID_CHV), "SCARD_E_INVALID_CHV", "", ChannelError::internal,
            "the PIN is wrong (Windows only)"},
    CodeRow{of(SCARD_E_UNKNOWN_RES_MNG), "SCARD_E_UNKNOWN_RES_MNG", "", ChannelError::internal,
            "a lower layer returned a code that is not known"},
    CodeRow{of(SCARD_E_NO_SUCH_CERTIFICATE), "SCARD_E_NO_SUCH_CERTIFICATE", "", ChannelError::internal,
            "the certificate does not exist (Windows only)"},
    CodeRow{of(SCARD_E_CERTIFICATE_UNAVAILABLE), "SCARD_E_CERTIFICATE_UNAVAILABLE", "",
            ChannelError::internal, "the certificate cannot be had (Windows only)"},
    CodeRow{of(SCARD_E_NO_READERS_AVAILABLE), "SCARD_E_NO_READERS_AVAILABLE", "", ChannelError::noReader,
            "no reader is attached"},
    CodeRow{of(SCARD_E_COMM_DATA_LOST), "SCARD_E_COMM_DATA_LOST", "", ChannelError::communication,
            "data from the card was lost"},
    CodeRow{of(SCARD_E_NO_KEY_CONTAINER), "SCARD_E_NO_KEY_CONTAINER", "", ChannelError::internal,
            "the key container does not exist (Windows only)"},
    CodeRow{of(SCARD_E_SERVER_TOO_BUSY), "SCARD_E_SERVER_TOO_BUSY", "", ChannelError::readerBusy,
            "the service has too much to do"},
    CodeRow{of(SCARD_W_UNSUPPORTED_CARD), "SCARD_W_UNSUPPORTED_CARD", "", ChannelError::protocolMismatch,
            "the reader cannot talk to a card with this answer to reset"},
    CodeRow{of(SCARD_W_UNRESPONSIVE_CARD), "SCARD_W_UNRESPONSIVE_CARD", "", ChannelError::cardMute,
            "the card does not answer a reset"},
    CodeRow{of(SCARD_W_UNPOWERED_CARD), "SCARD_W_UNPOWERED_CARD", "", ChannelError::cardMute,
            "the card has no power: it did not come up, or was switched off"},
    CodeRow{of(SCARD_W_RESET_CARD), "SCARD_W_RESET_CARD", "", ChannelError::cardReset,
            "another program reset the card"},
    CodeRow{of(SCARD_W_REMOVED_CARD), "SCARD_W_REMOVED_CARD", "", ChannelError::cardRemoved,
            "the card was taken out"},
    CodeRow{of(SCARD_W_SECURITY_VIOLATION), "SCARD_W_SECURITY_VIOLATION", "", ChannelError::unsupported,
            "the service does not let this user use the reader"},
    CodeRow{of(SCARD_W_WRONG_CHV), "SCARD_W_WRONG_CHV", "", ChannelError::internal,
            "the PIN is wrong (Windows only)"},
    CodeRow{of(SCARD_W_CHV_BLOCKED), "SCARD_W_CHV_BLOCKED", "", ChannelError::internal,
            "the PIN is blocked (Windows only)"},
    CodeRow{of(SCARD_W_EOF), "SCARD_W_EOF", "", ChannelError::internal, "end of the file (Windows only)"},
    CodeRow{of(SCARD_W_CANCELLED_BY_USER), "SCARD_W_CANCELLED_BY_USER", "", ChannelError::cancelled,
            "the user cancelled a dialogue (Windows only)"},
    CodeRow{of(SCARD_W_CARD_NOT_AUTHENTICATED), "SCARD_W_CARD_NOT_AUTHENTICATED", "", ChannelError::internal,
            "no PIN was presented (Windows only)"},
};

static_assert(std::ranges::adjacent_find(kRows, std::ranges::greater_equal{}, &CodeRow::code) == kRows.end(),
              "rows are strictly ascending: each code is mapped once");

/// Where a connected card changes the meaning of an error.
struct InUse {
  ChannelError opening;
  ChannelError inUse;
};

constexpr std::array kInUse{
    InUse{ChannelError::serviceAbsent, ChannelError::serviceStopped},
    InUse{ChannelError::noReader, ChannelError::readerGone},
    InUse{ChannelError::cardAbsent, ChannelError::cardRemoved},
};

}  // namespace

std::span<const CodeRow> codeRows() {
  return kRows;
}

const CodeRow* findCode(Code code) {
  const auto* const row = std::ranges::lower_bound(kRows, code, {}, &CodeRow::code);
  return row != kRows.end() && row->code == code ? row : nullptr;
}

apdu::ChannelError errorOf(Code code) {
  const CodeRow* row = findCode(code);
  return row == nullptr ? ChannelError::internal : row->error;
}

apdu::ChannelError errorInUse(Code code) {
  const ChannelError error = errorOf(code);
  const auto* const row = std::ranges::find(kInUse, error, &InUse::opening);
  return row == kInUse.end() ? error : row->inUse;
}

std::string describe(Code code) {
  const CodeRow* row = findCode(code);
  std::array<char, 16> number{};
  std::snprintf(number.data(), number.size(), " (%08X): ", static_cast<unsigned>(code));
  if (row == nullptr) return std::string("PC/SC code") + number.data() + "not defined by PC/SC Lite";
  return std::string(row->name) + number.data() + std::string(row->meaning);
}

}  // namespace ssc::pcsc
