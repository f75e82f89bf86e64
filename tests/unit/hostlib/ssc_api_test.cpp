// libssc as a C program sees it, on a machine without smart-card service: arguments, buffers, failures in
// words.
#include <thread>

#include "ssc.h"
#include "tests/unit/hostlib/c_caller.hpp"

using namespace ssc::test;

namespace {

// A terminal that is closed again.
struct Opened {
  ssc_terminal* handle = nullptr;
  explicit Opened(const ssc_options* options = nullptr) { REQUIRE_EQ(ssc_open(options, &handle), 0); }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  ~Opened() { ssc_close(&handle); }
};

std::string errorOf(const ssc_terminal* terminal, int language) {
  Buffer buffer;
  std::size_t length = buffer.bytes.size();
  REQUIRE_EQ(ssc_error(terminal, language, buffer.data(), &length), 0);
  CHECK_EQ(length, buffer.text().size() + 1);
  CHECK(buffer.intactBehindNul());
  return buffer.text();
}

std::string detailsOf(const ssc_terminal* terminal) {
  Buffer buffer;
  std::size_t length = buffer.bytes.size();
  REQUIRE_EQ(ssc_error_details(terminal, buffer.data(), &length), 0);
  return buffer.text();
}

}  // namespace

TEST_CASE("the library says which version it is") {
  CHECK_EQ(std::string(ssc_version()), SSC_VERSION);
  CHECK_EQ(ssc_abi_version() >> 16, SSC_ABI_MAJOR);
  CHECK_EQ(ssc_abi_version() & 0xFFFF, SSC_ABI_MINOR);
}

TEST_CASE("a terminal is opened without service and reader, and closed once") {
  const Machine machine;
  ssc_terminal* terminal = nullptr;
  CHECK_EQ(ssc_open(nullptr, nullptr), -14);
  REQUIRE_EQ(ssc_open(nullptr, &terminal), 0);
  ssc_close(&terminal);
  CHECK_EQ(terminal, nullptr);
  ssc_close(&terminal);
  ssc_close(nullptr);
}

TEST_CASE("options name a file; one that cannot be used, or a size of nothing, gives no handle") {
  const Machine machine("nonsense = 1");
  const std::string good = machine.folder.write("good.toml", "").string();
  ssc_options options{sizeof(ssc_options), good.c_str(), nullptr};
  const Opened terminal(&options);
  ssc_terminal* other = terminal.handle;
  CHECK_EQ(ssc_open(nullptr, &other), -14);
  CHECK_EQ(other, nullptr);
  options.config_file = "/nowhere.toml";
  CHECK_EQ(ssc_open(&options, &other), -14);
  options = {0, good.c_str(), nullptr};
  CHECK_EQ(ssc_open(&options, &other), -14);
}

TEST_CASE("without a service -11, in words for people and programs, until a call goes well") {
  const Machine machine;
  const Opened terminal;
  std::size_t length = 0;
  CHECK_EQ(errorOf(terminal.handle, SSC_LANGUAGE_ZH), "");
  CHECK_EQ(detailsOf(terminal.handle), "{}");
  CHECK_EQ(ssc_readers(terminal.handle, nullptr, &length), -11);
  CHECK_NE(errorOf(terminal.handle, SSC_LANGUAGE_ZH).find("读卡服务"), std::string::npos);
  CHECK_NE(errorOf(terminal.handle, SSC_LANGUAGE_EN).find("card service"), std::string::npos);
  CHECK_NE(detailsOf(terminal.handle).find(R"("reason":"serviceAbsent","code":-11)"), std::string::npos);
  CHECK_EQ(ssc_set_timeout(terminal.handle, 1000), 0);
  CHECK_EQ(errorOf(terminal.handle, SSC_LANGUAGE_EN), "");
}

TEST_CASE("a card that cannot be opened leaves a null handle and its reason at the terminal") {
  const Machine machine;
  const Opened terminal;
  ssc_card* card = nullptr;
  for (const int wrong : {0, 5, -1}) {
    CHECK_EQ(ssc_card_open(terminal.handle, wrong, &card), -14);
    CHECK_NE(detailsOf(terminal.handle).find("cardInterface"), std::string::npos);
  }
  CHECK_EQ(ssc_card_open(terminal.handle, SSC_CONTACT, nullptr), -14);
  CHECK_EQ(ssc_card_open(terminal.handle, SSC_CONTACT, &card), -11);
  CHECK_EQ(card, nullptr);
  CHECK_NE(errorOf(terminal.handle, SSC_LANGUAGE_EN), "");
}

TEST_CASE("a null handle is -14 everywhere") {
  const Machine machine;
  std::size_t length = 0;
  int number = 0;
  std::uint8_t byte = 0;
  ssc_card* card = nullptr;
  for (const int code : {
           ssc_set_timeout(nullptr, 1000),
           ssc_readers(nullptr, nullptr, &length),
           ssc_capabilities(nullptr, nullptr, &length),
           ssc_set_pin_callback(nullptr, nullptr, nullptr),
           ssc_watch(nullptr, nullptr, nullptr),
           ssc_error(nullptr, SSC_LANGUAGE_ZH, nullptr, &length),
           ssc_error_details(nullptr, nullptr, &length),
           ssc_card_open(nullptr, SSC_CONTACT, &card),
           ssc_card_error(nullptr, SSC_LANGUAGE_EN, nullptr, &length),
           ssc_card_error_details(nullptr, nullptr, &length),
           ssc_card_basic(nullptr, nullptr, &length),
           ssc_card_read(nullptr, "SSSE/EF05", SSC_BY_KEY, nullptr, &length),
           ssc_card_dump(nullptr, SSC_BY_KEY, 0, nullptr, &length),
           ssc_card_write(nullptr, "[]"),
           ssc_card_undo(nullptr),
           ssc_card_pin_tries(nullptr, &number),
           ssc_card_pin_verify(nullptr),
           ssc_card_pin_change(nullptr),
           ssc_card_pin_reload(nullptr),
           ssc_card_pin_unblock(nullptr),
           ssc_card_balance(nullptr, nullptr, &length),
           ssc_card_debit(nullptr, 1, 1, nullptr, nullptr, &length),
           ssc_card_debit_check(nullptr, 1, &number),
           ssc_card_debits(nullptr, nullptr, &length),
           ssc_card_certificate(nullptr, SSC_KEY_SIGNING, nullptr, &length),
           ssc_card_sign(nullptr, &byte, 1, nullptr, &length),
           ssc_verify(nullptr, &byte, 1, &byte, 1, &byte, 1),
           ssc_check_certificate(nullptr, &byte, 1, SSC_KEY_SIGNING, "", nullptr, &length),
           ssc_seal(nullptr, &byte, 1, &byte, 1, nullptr, &length),
           ssc_card_unseal(nullptr, &byte, 1, nullptr, &length),
       })
    CHECK_EQ(code, -14);
  ssc_cancel(nullptr);
  ssc_card_cancel(nullptr);
  ssc_card_close(nullptr);
  ssc_card_close(&card);
}

TEST_CASE("a length is required, and a buffer wherever the length says that there is one") {
  const Machine machine;
  const Opened terminal;
  Buffer buffer;
  std::size_t length = 10;
  CHECK_EQ(ssc_readers(terminal.handle, buffer.data(), nullptr), -14);
  CHECK_EQ(ssc_readers(terminal.handle, nullptr, &length), -14);
  CHECK_EQ(ssc_error(terminal.handle, SSC_LANGUAGE_ZH, nullptr, &length), -14);
  CHECK_EQ(ssc_error(terminal.handle, SSC_LANGUAGE_ZH, buffer.data(), nullptr), -14);
  CHECK_EQ(ssc_error(terminal.handle, 2, buffer.data(), &length), -14);
  CHECK_EQ(length, 10);
  CHECK(buffer.intactFrom(0));
}

TEST_CASE("a buffer that is too small is told what would do, and is not touched") {
  const Machine machine;
  const Opened terminal;
  std::size_t needed = 0;
  CHECK_EQ(ssc_readers(terminal.handle, nullptr, &needed), -11);
  needed = 0;
  CHECK_EQ(ssc_error(terminal.handle, SSC_LANGUAGE_ZH, nullptr, &needed), -14);
  REQUIRE_GT(needed, 1);
  for (const std::size_t capacity : {std::size_t{1}, needed - 1, needed}) {
    Buffer buffer;
    std::size_t length = capacity;
    const bool fits = capacity == needed;
    CHECK_EQ(ssc_error(terminal.handle, SSC_LANGUAGE_ZH, buffer.data(), &length), fits ? 0 : -14);
    CHECK_EQ(length, needed);
    CHECK(buffer.intactFrom(fits ? needed : 0));
  }
}

TEST_CASE("time limits have bounds") {
  const Machine machine;
  const Opened terminal;
  for (const std::uint32_t good : {100U, 600000U})
    CHECK_EQ(ssc_set_timeout(terminal.handle, good), 0);
  for (const std::uint32_t bad : {0U, 99U, 600001U, UINT32_MAX})
    CHECK_EQ(ssc_set_timeout(terminal.handle, bad), -14);
}

TEST_CASE("what is no certificate, signature or file of authorities is said by name") {
  const Machine machine;
  const Opened terminal;
  const std::array<std::uint8_t, 4> bytes{0x30, 0x02, 0x05, 0x00};
  std::size_t length = 0;
  CHECK_EQ(ssc_verify(terminal.handle, nullptr, 4, bytes.data(), 4, bytes.data(), 4), -14);
  CHECK_EQ(ssc_verify(terminal.handle, bytes.data(), 4, nullptr, 1, bytes.data(), 4), -14);
  CHECK_EQ(ssc_verify(terminal.handle, bytes.data(), 4, bytes.data(), 4, bytes.data(), 4), -23);
  CHECK_NE(detailsOf(terminal.handle).find("certificate:"), std::string::npos);
  CHECK_EQ(ssc_check_certificate(terminal.handle, bytes.data(), 4, 2, "", nullptr, &length), -14);
  CHECK_EQ(ssc_check_certificate(terminal.handle, bytes.data(), 4, 0, "", nullptr, &length), -23);
  CHECK_EQ(ssc_seal(terminal.handle, bytes.data(), 4, nullptr, 0, nullptr, &length), -23);
}

TEST_CASE("a watch without a service is silent and stops at once, as do cancels of nothing") {
  const Machine machine;
  const Opened terminal;
  int told = 0;
  const auto tell = [](void* user, int, const char*) { ++*static_cast<int*>(user); };
  CHECK_EQ(ssc_watch(terminal.handle, tell, &told), 0);
  CHECK_EQ(ssc_watch(terminal.handle, tell, &told), 0);
  ssc_cancel(terminal.handle);
  CHECK_EQ(ssc_watch(terminal.handle, nullptr, nullptr), 0);
  CHECK_EQ(told, 0);
  CHECK_EQ(ssc_watch(terminal.handle, tell, &told), 0);  // closing stops this one
}

TEST_CASE("handles are independent, each with its own last failure, from any thread") {
  const Machine machine;
  const Opened first, second;
  std::array<int, 2> codes{};
  std::thread other([&] {
    std::size_t length = 0;
    codes[0] = ssc_readers(first.handle, nullptr, &length);
  });
  codes[1] = ssc_set_timeout(second.handle, 5000);
  other.join();
  CHECK_EQ(codes, std::array{-11, 0});
  CHECK_NE(errorOf(first.handle, SSC_LANGUAGE_EN), "");
  CHECK_EQ(errorOf(second.handle, SSC_LANGUAGE_EN), "");
}
