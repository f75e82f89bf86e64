// What the callers of the low-level interface write: names of readers, numbers of slots, and what they read:
// codes.
#include <doctest/doctest.h>
#include <set>

#include "hostlib/capi/ssse32/device_name.hpp"
#include "hostlib/capi/ssse32/ifd_code.hpp"
#include "hostlib/capi/ssse32/slot_number.hpp"

using namespace ssc::capi::ssse32;
using ssc::apdu::ChannelError;
using ssc::profile::HardwareProfile;
using ssc::profile::SlotRole;

namespace {

constexpr auto kLastError = static_cast<unsigned>(ChannelError::internal);

HardwareProfile profileOf(std::vector<SlotRole> roles) {
  HardwareProfile profile;
  for (std::size_t i = 0; i < roles.size(); ++i)
    profile.slots.push_back({static_cast<std::uint8_t>(i), roles[i]});
  return profile;
}

}  // namespace

TEST_CASE("the four kinds of names, in upper and lower case") {
  CHECK(parseDeviceName("AUTO") == DeviceName{Port::automatic, 0});
  CHECK(parseDeviceName("auto") == DeviceName{Port::automatic, 0});
  CHECK(parseDeviceName("COM1") == DeviceName{Port::serial, 1});
  CHECK(parseDeviceName("Usb9") == DeviceName{Port::usb, 9});
  CHECK(parseDeviceName("LPT2") == DeviceName{Port::parallel, 2});
}

TEST_CASE("anything else is not a name") {
  for (const auto* const text : {"", "A", "AUT", "AUTO1", "COM", "COM0", "COM10", "COMx", "USB",
                                 "USB:", "USB/", "LPT", "LPT0", "TTY1", " COM1", "COM1 ", "com\xB1"}) {
    CAPTURE(text);
    CHECK_FALSE(parseDeviceName(text));
  }
  CHECK_FALSE(parseDeviceName(std::string_view("COM1\0", 5)));
}

TEST_CASE("user slots are those for cards, SAM slots those for modules, each in the order of the profile") {
  using enum SlotRole;
  const auto profile = profileOf({sam, contact, sam, contactless, contact});
  CHECK(slotFor(profile, 0x01) == 1);
  CHECK(slotFor(profile, 0x02) == 3);
  CHECK(slotFor(profile, 0x03) == 4);
  CHECK(slotFor(profile, 0x11) == 0);
  CHECK(slotFor(profile, 0x12) == 2);
}

TEST_CASE("no slot has a number that the interface or the profile does not have") {
  const auto profile = profileOf({SlotRole::contact, SlotRole::sam});
  std::set<unsigned> known;
  for (unsigned number = 0; number <= 0xFF; ++number) {
    if (slotFor(profile, static_cast<std::uint8_t>(number))) known.insert(number);
  }
  CHECK(known == std::set<unsigned>{0x01, 0x11});
}

TEST_CASE("a profile can have as many slots as there are numbers") {
  const auto profile = profileOf(std::vector<SlotRole>(20, SlotRole::sam));
  CHECK(slotFor(profile, 0x1F) == 14);
  CHECK_FALSE(slotFor(profile, 0x01));
}

TEST_CASE("every error of the PC/SC floor has a code of this interface") {
  const std::set<std::int64_t> codes{-1, -2, -3, -4, -11, -12, -13, -14};
  for (unsigned error = 0; error <= kLastError; ++error) {
    CAPTURE(error);
    CHECK(codes.contains(numberOf(codeOf(static_cast<ChannelError>(error)))));
  }
}

TEST_CASE("the codes say who is concerned: card, reader, caller") {
  CHECK(codeOf(ChannelError::cardAbsent) == IfdCode::noCard);
  CHECK(codeOf(ChannelError::cardRemoved) == IfdCode::noAnswer);
  CHECK(codeOf(ChannelError::cardMute) == IfdCode::noAnswer);
  CHECK(codeOf(ChannelError::communication) == IfdCode::noAnswer);
  CHECK(codeOf(ChannelError::malformedAnswer) == IfdCode::noAnswer);
  CHECK(codeOf(ChannelError::endlessAnswer) == IfdCode::noAnswer);
  CHECK(codeOf(ChannelError::timedOut) == IfdCode::noAnswer);
  CHECK(codeOf(ChannelError::protocolMismatch) == IfdCode::wrongCard);
  for (const auto error : {ChannelError::serviceAbsent, ChannelError::serviceStopped, ChannelError::noReader,
                           ChannelError::readerGone, ChannelError::readerBusy}) {
    CHECK(codeOf(error) == IfdCode::readerError);
  }
  CHECK(codeOf(ChannelError::unsupported) == IfdCode::notSupported);
}
