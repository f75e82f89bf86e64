// An open reader: power, status, exchanges, and what happens to the card between two calls.
#include "hostlib/capi/ssse32/reader.hpp"

#include "tests/unit/hostlib/ssse32/reader_rig.hpp"

using namespace ssc;
using namespace ssc::capi::ssse32;
using pcsc::test::FakeService;
using ssc::test::ReaderRig;

namespace {

constexpr std::uint8_t kUser = 0x01;
constexpr std::uint8_t kSam = 0x11;
constexpr std::size_t kUserPlace = 0;  // in the service's list

struct OpenReader : ReaderRig {
  OpenReader() {
    attach("Rig 00 00");
    attach("Rig 00 01");
    reader = *Reader::open(config, {Port::automatic, 0});
  }
  void power() {
    insert(kUserPlace);
    REQUIRE(reader->powerOn(kUser) == test::kAtr);
  }
  void willAnswer(std::string_view hex) {
    fake.with([&](FakeService& service) { service.exchanges.push_back({*apdu::fromHex(hex)}); });
  }
  void willFail(LONG code) {
    fake.with([&](FakeService& service) { service.exchanges.push_back({{}, test::codeOf(code)}); });
  }
  std::string exchange(std::string_view hex, std::uint8_t slot = kUser) {
    auto command = apdu::Command::decode(*apdu::fromHex(hex));
    const auto response = reader->exchange(slot, std::move(*command));
    return response ? apdu::toHex(response->encode()) : std::to_string(numberOf(response.error()));
  }
  std::vector<DWORD> dispositions() {
    return fake.with([](FakeService& service) { return service.dispositions; });
  }
  std::vector<DWORD> restarts() {
    return fake.with([](FakeService& service) { return service.restarts; });
  }
  std::shared_ptr<Reader> reader;
};

}  // namespace

TEST_CASE_FIXTURE(OpenReader, "opening touches no card and holds nothing") {
  fake.with([](FakeService& service) {
    CHECK(service.shares.empty());
    CHECK(service.openContexts == 0);
  });
}

TEST_CASE_FIXTURE(OpenReader, "powering is a cold reset on an exclusive connection") {
  power();
  CHECK(restarts() == std::vector<DWORD>{SCARD_UNPOWER_CARD});
  CHECK(fake.with([](FakeService& service) { return service.shares; }) ==
        std::vector<DWORD>{SCARD_SHARE_EXCLUSIVE});
  CHECK(reader->status(kUser) == IfdCode::ok);
}

TEST_CASE_FIXTURE(OpenReader, "a warm reset follows a cold one that failed") {
  fake.with([](FakeService& service) { service.reconnecting = {test::codeOf(SCARD_W_UNRESPONSIVE_CARD)}; });
  power();
  CHECK(restarts() == std::vector<DWORD>{SCARD_UNPOWER_CARD, SCARD_RESET_CARD});
}

TEST_CASE_FIXTURE(OpenReader, "a card that answers neither reset is let go") {
  insert(kUserPlace);
  fake.with(
      [](FakeService& service) { service.reconnecting.assign(2, test::codeOf(SCARD_W_UNRESPONSIVE_CARD)); });
  CHECK(reader->powerOn(kUser).error() == IfdCode::noAnswer);
  CHECK(dispositions() == std::vector<DWORD>{SCARD_UNPOWER_CARD});
  CHECK(reader->status(kUser) == IfdCode::notPowered);
}

TEST_CASE_FIXTURE(OpenReader, "an answer to reset that no card gives is none") {
  insert(kUserPlace);
  for (const std::size_t size : {std::size_t{1}, std::size_t{34}}) {
    fake.with([&](FakeService& service) {
      service.readers[kUserPlace].attributes[SCARD_ATTR_ATR_STRING] = apdu::Bytes(size, 0x3B);
    });
    CHECK(reader->powerOn(kUser).error() == IfdCode::noAnswer);
  }
}

TEST_CASE_FIXTURE(OpenReader, "a card that is powered already is reset where it is") {
  power();
  CHECK(reader->powerOn(kUser) == test::kAtr);
  CHECK(restarts() == std::vector<DWORD>(2, SCARD_UNPOWER_CARD));
  CHECK(fake.with([](FakeService& service) { return service.shares.size(); }) == 1);
}

TEST_CASE_FIXTURE(OpenReader, "a card that was changed is connected to anew") {
  power();
  fake.with([](FakeService& service) { service.reconnecting.assign(2, test::codeOf(SCARD_W_REMOVED_CARD)); });
  CHECK(reader->powerOn(kUser) == test::kAtr);
  CHECK(fake.with([](FakeService& service) { return service.shares.size(); }) == 2);
}

TEST_CASE_FIXTURE(OpenReader, "no card, and no slot of that number") {
  fake.with([](FakeService& service) { service.connecting = {test::codeOf(SCARD_E_NO_SMARTCARD)}; });
  CHECK(reader->powerOn(kUser).error() == IfdCode::noCard);
  CHECK(reader->status(kUser) == IfdCode::noCard);
  for (const std::uint8_t slot : apdu::Bytes{0x00, 0x02, 0x10, 0x12, 0x21, 0xFF}) {
    CHECK(reader->powerOn(slot).error() == IfdCode::badParameter);
    CHECK(reader->powerOff(slot) == IfdCode::badParameter);
    CHECK(reader->status(slot) == IfdCode::badParameter);
    CHECK(exchange("00840000", slot) == "-14");
  }
}

TEST_CASE_FIXTURE(ReaderRig, "a slot of the profile that the service does not list is an empty one") {
  attach("Rig 00 00");
  const auto reader = *Reader::open(config, {Port::automatic, 0});
  CHECK(reader->powerOn(kSam).error() == IfdCode::noCard);
  CHECK(reader->status(kSam) == IfdCode::noCard);
  CHECK(reader->powerOff(kSam) == IfdCode::ok);
}

TEST_CASE_FIXTURE(OpenReader, "switching off is physical, and may be said twice") {
  power();
  CHECK(reader->powerOff(kUser) == IfdCode::ok);
  CHECK(dispositions() == std::vector<DWORD>{SCARD_UNPOWER_CARD});
  CHECK(reader->status(kUser) == IfdCode::notPowered);
  CHECK(exchange("00840000") == "-3");
  CHECK(reader->powerOff(kUser) == IfdCode::ok);
}

TEST_CASE_FIXTURE(OpenReader, "a command with Le has its whole answer, one without is left as it is") {
  power();
  willAnswer("6102");
  willAnswer("AABB9000");
  CHECK(exchange("00A40000023F0000") == "AABB9000");
  willAnswer("6102");
  CHECK(exchange("00A40000023F00") == "6102");
  willAnswer("6C03");
  willAnswer("0102039000");
  CHECK(exchange("00B0000000") == "0102039000");
}

TEST_CASE_FIXTURE(OpenReader, "a card that fails in an exchange has lost its power") {
  for (const LONG code : {SCARD_W_REMOVED_CARD, SCARD_E_NOT_TRANSACTED, SCARD_W_RESET_CARD}) {
    power();
    willFail(code);
    CHECK(exchange("00840000") == "-4");
    CHECK(exchange("00840000") == "-3");
  }
  CHECK(dispositions() == std::vector<DWORD>(3, SCARD_UNPOWER_CARD));
}

TEST_CASE_FIXTURE(OpenReader, "a card that was pulled is noticed by whoever asks first") {
  power();
  pull(kUserPlace);
  CHECK(reader->status(kUser) == IfdCode::noCard);
  CHECK(exchange("00840000") == "-2");
  CHECK(dispositions().size() == 1);
}

TEST_CASE_FIXTURE(OpenReader,
                  "a card that was pulled and put back between two calls is not the one that was powered") {
  power();
  insert(kUserPlace, 3);
  CHECK(reader->status(kUser) == IfdCode::notPowered);
  CHECK(exchange("00840000") == "-3");
}

TEST_CASE_FIXTURE(OpenReader, "a reader that left") {
  power();
  fake.with([](FakeService& service) { service.readers.clear(); });
  CHECK(reader->status(kUser) == IfdCode::readerError);
  fake.with([](FakeService& service) {
    service.reconnecting.assign(2, test::codeOf(SCARD_E_READER_UNAVAILABLE));
    service.connecting = {test::codeOf(SCARD_E_UNKNOWN_READER)};
  });
  CHECK(reader->powerOn(kUser).error() == IfdCode::readerError);
  CHECK(dispositions().size() == 1);
}

TEST_CASE_FIXTURE(OpenReader, "closing switches everything off, and ends the reader") {
  power();
  insert(1);
  REQUIRE(reader->powerOn(kSam).has_value());
  reader->close();
  CHECK(dispositions() == std::vector<DWORD>(2, SCARD_UNPOWER_CARD));
  CHECK(reader->powerOn(kUser).error() == IfdCode::notOpen);
  CHECK(reader->powerOff(kUser) == IfdCode::notOpen);
  CHECK(reader->status(kUser) == IfdCode::notOpen);
  CHECK(exchange("00840000") == "-12");
  fake.with([](FakeService& service) {
    CHECK(service.openHandles == 0);
    CHECK(service.openContexts == 0);
  });
}
