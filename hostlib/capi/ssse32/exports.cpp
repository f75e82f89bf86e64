// The exports of SSSE32.h. Thin: pointers and lengths, the reader, the caller's buffer.
#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <utility>

#include "SSSE32.h"
#include "apdu/bytes.hpp"
#include "hostlib/capi/ssse32/reader_table.hpp"

namespace {

using ssc::apdu::Command;
using ssc::capi::ssse32::numberOf;
using ssc::capi::ssse32::Reader;
using ssc::capi::ssse32::ReaderTable;

// The only process-wide object of this library; made at the first call. Never destroyed: at the end of the
// process other libraries are half gone, and the service lets go of what a process that ends was holding.
ReaderTable& table() {
  static auto* const readers = new ReaderTable;
  return *readers;
}

// Nothing thrown crosses the C boundary.
template <class Call>
std::int64_t guarded(Call call) noexcept {
  try {
    return call();
  } catch (...) {
    return IFD_BadCommand;
  }
}

// `call(Reader&)` returns the result of the export.
template <class Call>
std::int64_t withReader(std::int32_t handle, Call call) noexcept {
  return guarded([&]() -> std::int64_t {
    const auto reader = table().find(handle);
    return reader ? call(*reader) : IFD_UnConnected;
  });
}

std::int64_t open(std::string_view text) {
  const auto name = ssc::capi::ssse32::parseDeviceName(text);
  if (!name) return IFD_ParameterError;
  const auto config = ssc::profile::loadConfig();
  if (!config) return IFD_ParameterError;
  auto reader = Reader::open(*config, *name);
  return reader ? table().add(std::move(*reader)) : numberOf(reader.error());
}

std::int64_t writeOut(ssc::apdu::ByteView bytes, unsigned char* out) {
  std::ranges::copy(bytes, out);
  return static_cast<std::int64_t>(bytes.size());
}

std::int64_t exchange(Reader& reader, unsigned char slot, Command command, unsigned char* out) {
  const auto response = reader.exchange(slot, std::move(command));
  if (!response) return numberOf(response.error());
  if (response->data().size() + 2 > SSC_RESPONSE_MOST) return IFD_ICC_NoResponse;
  const std::array sw{response->sw().sw1(), response->sw().sw2()};
  const std::int64_t written = writeOut(response->data(), out);
  return written + writeOut(sw, out + written);
}

constexpr std::string_view kVendor = "SSC Terminal    ";
constexpr std::string_view kModel = "PC/SC reader  ";
// "0.1.0" is version 01.
constexpr std::array kVersion{SSC_VERSION[0], SSC_VERSION[2]};
static_assert(kVendor.size() == 16 && kModel.size() == 14);
static_assert(SSC_VERSION[1] == '.' && SSC_VERSION[3] == '.', "two digits cannot tell this version");

constexpr std::int32_t kMinCommand = 4;
constexpr std::int32_t kMaxCommand = 4 + 1 + 255 + 1;

}  // namespace

std::int64_t ICC_Reader_Open(const char* devName) {
  if (devName == nullptr) return IFD_ParameterError;
  return guarded([&] { return open({devName, ::strnlen(devName, ssc::capi::ssse32::kMaxDeviceName + 1)}); });
}

std::int64_t ICC_Reader_Close(std::int32_t readerHandle) {
  return guarded([&]() -> std::int64_t {
    const auto reader = table().remove(readerHandle);
    if (!reader) return IFD_UnConnected;
    reader->close();
    return IFD_OK;
  });
}

std::int64_t ICC_Reader_PowerOn(std::int32_t readerHandle, unsigned char iccSlotNo, unsigned char* response) {
  if (response == nullptr) return IFD_ParameterError;
  return withReader(readerHandle, [&](Reader& reader) {
    const auto atr = reader.powerOn(iccSlotNo);
    return atr ? writeOut(*atr, response) : numberOf(atr.error());
  });
}

std::int64_t ICC_Reader_PowerOff(std::int32_t readerHandle, unsigned char iccSlotNo) {
  return withReader(readerHandle, [&](Reader& reader) { return numberOf(reader.powerOff(iccSlotNo)); });
}

std::int64_t ICC_Reader_GetStatus(std::int32_t readerHandle, unsigned char iccSlotNo) {
  return withReader(readerHandle, [&](Reader& reader) { return numberOf(reader.status(iccSlotNo)); });
}

std::int64_t ICC_Reader_Application(std::int32_t readerHandle, unsigned char iccSlotNo,
                                    std::int32_t lengthOfCommandApdu, const unsigned char* commandApdu,
                                    unsigned char* responseApdu) {
  if (commandApdu == nullptr || responseApdu == nullptr) return IFD_ParameterError;
  if (lengthOfCommandApdu < kMinCommand || lengthOfCommandApdu > kMaxCommand) return IFD_ParameterError;
  return withReader(readerHandle, [&](Reader& reader) -> std::int64_t {
    auto command = Command::decode({commandApdu, static_cast<std::size_t>(lengthOfCommandApdu)});
    if (!command || command->isExtended()) return IFD_ParameterError;
    return exchange(reader, iccSlotNo, std::move(*command), responseApdu);
  });
}

std::int64_t ICC_Reader_Libinfo(char* info) {
  if (info == nullptr) return IFD_ParameterError;
  char* end = std::ranges::copy(kVendor, info).out;
  end = std::ranges::copy(kModel, end).out;
  end = std::ranges::copy(kVersion, end).out;
  *end = '\0';
  return IFD_OK;
}
