// Which device AUTO, COMn and USBn mean.
#include "hostlib/capi/ssse32/device_choice.hpp"

#include "tests/unit/hostlib/ssse32/reader_rig.hpp"

using namespace ssc;
using namespace ssc::capi::ssse32;
using pcsc::test::FakeService;
using ssc::test::ReaderRig;

namespace {

struct Choices : ReaderRig {
  Result<flows::Selection> choose(Port port, std::uint8_t number = 0) {
    const pcsc::JobToken job(pcsc::Clock::now() + std::chrono::seconds(10), {});
    return chooseDevice(config, {port, number}, *pcsc::Context::establish(), job);
  }
  std::string nameOf(Port port, std::uint8_t number) {
    const auto choice = choose(port, number);
    return choice ? choice->device.name : std::to_string(numberOf(choice.error()));
  }
};

}  // namespace

TEST_CASE_FIXTURE(Choices, "ports are counted in the order of the service, each kind for itself") {
  attach("Desk 00 00", true);
  attach("Rig 01 00");
  attach("Rig 01 01");
  attach("Wall 02 00", true);
  attach("Old 03 00");
  CHECK(nameOf(Port::usb, 1) == "Desk");
  CHECK(nameOf(Port::usb, 2) == "Wall");
  CHECK(nameOf(Port::usb, 3) == "-11");
  CHECK(nameOf(Port::serial, 1) == "Rig");
  CHECK(nameOf(Port::serial, 2) == "Old");
  CHECK(nameOf(Port::serial, 3) == "-11");
  CHECK(nameOf(Port::parallel, 1) == "-11");
}

TEST_CASE_FIXTURE(Choices, "AUTO is what the configuration leads to") {
  attach("Desk 00 00", true);
  attach("Rig 01 00");
  CHECK(choose(Port::automatic)->device.name == "Rig");
  CHECK(choose(Port::automatic)->profile.model == "rig");
  config.readerName = "None*";
  CHECK(choose(Port::automatic).error() == IfdCode::readerError);
  config.hardwareProfile = folder.path() / "missing.toml";
  config.readerName.clear();
  CHECK(choose(Port::automatic).error() == IfdCode::badParameter);
}

TEST_CASE_FIXTURE(Choices, "a device asked for by its port has the profile that fits it, not another's") {
  attach("Desk 00 00", true);
  attach("Rig 01 00");
  CHECK(choose(Port::serial, 1)->profile.model == "rig");
  CHECK(choose(Port::usb, 1)->profile.model == "unknown");
  CHECK(choose(Port::usb, 1)->profile.slots.size() == 1);
  config.hardwareProfile = folder.path() / "missing.toml";
  CHECK(choose(Port::usb, 1).error() == IfdCode::badParameter);
}

TEST_CASE_FIXTURE(Choices, "asking disturbs no card, and nothing stays connected") {
  attach("Desk 00 00", true);
  CHECK(choose(Port::usb, 1).has_value());
  fake.with([](FakeService& service) {
    CHECK(service.shares == std::vector<DWORD>{SCARD_SHARE_DIRECT});
    CHECK(service.dispositions == std::vector<DWORD>{SCARD_LEAVE_CARD});
    CHECK(service.openHandles == 0);
    CHECK(service.openContexts == 0);
  });
}

TEST_CASE_FIXTURE(Choices, "a device is asked at a slot that is free") {
  attach("Desk 00 00", true);
  attach("Desk 00 01", true);
  fake.with([](FakeService& service) {
    service.connecting.assign(2, test::codeOf(SCARD_E_SHARING_VIOLATION));  // both tries at the first slot
  });
  CHECK(nameOf(Port::usb, 1) == "Desk");
}

TEST_CASE_FIXTURE(Choices, "a device that is held at every slot cannot be told, after the configured wait") {
  attach("Desk 00 00", true);
  attach("Desk 00 01", true);
  fake.with(
      [](FakeService& service) { service.connecting.assign(1000, test::codeOf(SCARD_E_SHARING_VIOLATION)); });
  const auto start = pcsc::Clock::now();
  CHECK(nameOf(Port::usb, 1) == "-11");
  CHECK(pcsc::Clock::now() - start >= config.readerWait);
  CHECK(pcsc::Clock::now() - start < std::chrono::seconds(2));
}

TEST_CASE_FIXTURE(Choices, "no reader at all") {
  CHECK(nameOf(Port::usb, 1) == "-11");
  CHECK(choose(Port::automatic).error() == IfdCode::readerError);
  fake.with([](FakeService& service) { service.listing = test::codeOf(SCARD_E_NO_SERVICE); });
  CHECK(nameOf(Port::usb, 1) == "-11");
}
