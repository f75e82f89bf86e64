// libSSSE32 as a caller sees it, on a machine without smart-card service.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

#include "SSSE32.h"
#include "tests/unit/hostlib/temporary_folder.hpp"

using ssc::test::Environment;
using ssc::test::TemporaryFolder;

namespace {

constexpr unsigned char kCanary = 0xA5;

// No service answers here, and no configuration of this machine is read.
struct Machine {
  TemporaryFolder folder;
  Environment service{"PCSCLITE_CSOCK_NAME", (folder.path() / "no-service").string()};
  Environment configuration;
  explicit Machine(std::string_view toml = "")
      : configuration("SSC_CONFIG", folder.write("ssc.toml", toml).string()) {}
};

template <class Byte>
struct Output {
  std::array<Byte, 512> bytes{};
  Output() { bytes.fill(static_cast<Byte>(kCanary)); }
  [[nodiscard]] bool intactFrom(std::ptrdiff_t place) const {
    return std::all_of(bytes.begin() + place, bytes.end(),
                       [](Byte byte) { return static_cast<unsigned char>(byte) == kCanary; });
  }
};

}  // namespace

TEST_CASE("without a service there is no reader, whatever its name") {
  const Machine machine;
  for (const auto* const name : {"AUTO", "COM1", "USB1", "LPT1"})
    CHECK_EQ(ICC_Reader_Open(name), IFD_ConnectError);
}

TEST_CASE("a name that is none is a bad parameter, and no service is asked") {
  const Machine machine;
  for (const auto* const name : {"", "AUTO1", "COM0", "COM10", "X"})
    CHECK_EQ(ICC_Reader_Open(name), IFD_ParameterError);
  CHECK_EQ(ICC_Reader_Open(nullptr), IFD_ParameterError);
}

TEST_CASE("a name is read no further than a name can be long") {
  const Machine machine;
  const std::array<char, 5> unended{'A', 'U', 'T', 'O', 'X'};  // no NUL: the sanitizers watch this one
  CHECK_EQ(ICC_Reader_Open(unended.data()), IFD_ParameterError);
}

TEST_CASE("a configuration that cannot be used is a bad parameter") {
  const Machine machine("colour = 1\n");
  CHECK_EQ(ICC_Reader_Open("AUTO"), IFD_ParameterError);
}

TEST_CASE("a handle that nobody opened is not connected, and no output is touched") {
  const std::array<unsigned char, 4> command{};
  for (const std::int32_t handle : {0, 1, -1, 7, INT32_MAX, INT32_MIN}) {
    Output<unsigned char> out;
    CHECK_EQ(ICC_Reader_Close(handle), IFD_UnConnected);
    CHECK_EQ(ICC_Reader_PowerOn(handle, 1, out.bytes.data()), IFD_UnConnected);
    CHECK_EQ(ICC_Reader_PowerOff(handle, 1), IFD_UnConnected);
    CHECK_EQ(ICC_Reader_GetStatus(handle, 1), IFD_UnConnected);
    CHECK_EQ(ICC_Reader_Application(handle, 1, 4, command.data(), out.bytes.data()), IFD_UnConnected);
    CHECK(out.intactFrom(0));
  }
}

TEST_CASE("NULL and impossible lengths are bad parameters before the handle is looked at") {
  Output<unsigned char> out;
  const std::array<unsigned char, 300> command{};
  CHECK_EQ(ICC_Reader_PowerOn(1, 1, nullptr), IFD_ParameterError);
  CHECK_EQ(ICC_Reader_Application(1, 1, 4, nullptr, out.bytes.data()), IFD_ParameterError);
  CHECK_EQ(ICC_Reader_Application(1, 1, 4, command.data(), nullptr), IFD_ParameterError);
  for (const std::int32_t length : {INT32_MIN, -1, 0, 3, 262, INT32_MAX})
    CHECK_EQ(ICC_Reader_Application(1, 1, length, command.data(), out.bytes.data()), IFD_ParameterError);
  CHECK_EQ(ICC_Reader_Libinfo(nullptr), IFD_ParameterError);
  CHECK(out.intactFrom(0));
}

TEST_CASE("the library's card is 16, 14 and 2 characters and a NUL") {
  Output<char> out;
  CHECK_EQ(ICC_Reader_Libinfo(out.bytes.data()), IFD_OK);
  const std::string text(out.bytes.data());
  CHECK_EQ(text.size(), 32);
  CHECK_EQ(text.substr(0, 16), "SSC Terminal    ");
  CHECK_EQ(text.substr(16, 14), "PC/SC reader  ");
  CHECK_NE(text.substr(30).find_first_of("0123456789"), std::string::npos);
  CHECK(out.intactFrom(SSC_LIBINFO_BYTES));
}

TEST_CASE("results are sign-extended 64-bit values") {
  const std::int64_t result = ICC_Reader_GetStatus(-1, 1);
  CHECK_EQ(static_cast<std::int32_t>(result), IFD_UnConnected);
  CHECK_EQ(result, std::int64_t{IFD_UnConnected});
}
