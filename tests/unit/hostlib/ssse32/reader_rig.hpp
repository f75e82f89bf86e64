// Readers as the fake service lists them, for the tests of the low-level library.
#pragma once

#include <chrono>
#include <doctest/doctest.h>
#include <reader.h>
#include <string>

#include "hostlib/profile/config.hpp"
#include "tests/unit/hostlib/temporary_folder.hpp"
#include "tests/unit/pcsc/fake_service.hpp"

namespace ssc::test {

inline const apdu::Bytes kUsbChannel{0x05, 0x01, 0x20, 0x00};  // SCARD_ATTR_CHANNEL_ID 00200105
inline const apdu::Bytes kAtr{0x3B, 0x02, 0x14, 0x50};

struct ReaderRig : pcsc::test::Fixture {
  ReaderRig() {
    config.hardwareProfile = folder.write("rig.toml", R"(
[reader]
model = "rig"
pcsc_names = ["Rig*"]
[[slot]]
number = 0
role = "contact"
[[slot]]
number = 1
role = "sam"
)");
    config.readerWait = std::chrono::milliseconds(50);
    config.callLimit = std::chrono::seconds(10);
  }
  /// A slot without a card.
  void attach(const std::string& name, bool isUsb = false) {
    fake.with([&](pcsc::test::FakeService& service) {
      service.readers.push_back({name, SCARD_STATE_EMPTY, {}, {}});
      if (isUsb) service.readers.back().attributes[SCARD_ATTR_CHANNEL_ID] = kUsbChannel;
    });
  }
  /// `count`: how often a card went in or out there.
  void setState(std::size_t slot, std::uint32_t state, std::uint32_t count) {
    fake.with([&](pcsc::test::FakeService& service) { service.readers[slot].state = state | count << 16; });
  }
  void insert(std::size_t slot, std::uint32_t count = 1) {
    setState(slot, SCARD_STATE_PRESENT, count);
    fake.with([&](pcsc::test::FakeService& service) {
      service.readers[slot].attributes[SCARD_ATTR_ATR_STRING] = kAtr;
    });
  }
  void pull(std::size_t slot, std::uint32_t count = 2) { setState(slot, SCARD_STATE_EMPTY, count); }

  TemporaryFolder folder;
  profile::Config config;
};

inline pcsc::Code codeOf(LONG code) {
  return static_cast<pcsc::Code>(code);
}

}  // namespace ssc::test
