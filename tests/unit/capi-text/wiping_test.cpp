// Values of people do not stay in freed memory. Each search first finds what was not wiped.
#include <array>
#include <doctest/doctest.h>
#include <memory>

#include "hostlib/capi/text/read_answer.hpp"
#include "hostlib/capi/text/reply_text.hpp"
#include "hostlib/capi/text/value.hpp"
#include "hostlib/capi/text/write_data.hpp"
#include "tests/unit/apdu/freed_memory.hpp"

using namespace ssc;
using namespace ssc::capi;

namespace {

// Longer than a text that lives inside std::string itself.
constexpr std::array<std::uint8_t, 24> kSecret{'9', '9', '9', '9', '0', '0', '1', '9', '9', '0', '0', '1',
                                               '0', '1', '0', '0', '1', '4', '5', '6', '7', '8', '9', '0'};

cardspec::Field field(cardspec::Coding coding, std::uint16_t length) {
  cardspec::Field made{};
  made.name = "test";
  made.coding = coding;
  made.length = length;
  return made;
}

/// Blocks with the secret that are freed while `work` runs.
template <class Work>
std::size_t leftBy(Work work) {
  const test::FreedMemoryWatch watch(kSecret);
  work();
  return watch.hits();
}

std::string_view secretText() {
  return {reinterpret_cast<const char*>(kSecret.data()), kSecret.size()};
}

}  // namespace

TEST_CASE("the search finds a text that nobody wiped") {
  CHECK_GT(leftBy([] { const auto text = std::make_unique<std::string>(secretText()); }), 0);
}

TEST_CASE("data of a write are wiped, also when the call is refused") {
  const auto address = parseAddress("SSSEEF06|09|4E|$SSSEEF05|07|$");
  REQUIRE(address.has_value());
  static std::array<char, 128> good{}, bad{};  // not in the heap
  const auto put = [](std::array<char, 128>& to, std::string_view end) {
    std::string_view head = "SSSEEF06|";
    auto* at = std::copy(head.begin(), head.end(), to.begin());
    at = std::copy(kSecret.begin(), kSecret.end(), at);
    std::copy(end.begin(), end.end(), at);
  };
  put(good, "|1|$SSSEEF05|2|$");
  put(bad, "|1|$SSSEEF05|2|");
  CHECK_EQ(leftBy([&] { CHECK(parseWriteData(good.data(), *address, Encoding::gb18030).has_value()); }), 0);
  CHECK_EQ(leftBy([&] { CHECK_FALSE(parseWriteData(bad.data(), *address, Encoding::gb18030).has_value()); }),
           0);
}

TEST_CASE("bytes for the card are wiped") {
  const auto text = field(cardspec::Coding::an, 30);
  const auto binary = field(cardspec::Coding::binary, kSecret.size());
  const std::string hex = apdu::toHex(kSecret);
  CHECK_EQ(leftBy([&] { CHECK(decodeValue(text, secretText()).has_value()); }), 0);
  CHECK_EQ(leftBy([&] { CHECK(decodeValue(binary, hex).has_value()); }), 0);
}

// A text that grows leaves its beginnings behind: so there is more behind the secret than room for it.
TEST_CASE("texts of the card are wiped, whatever follows the secret") {
  static std::array<std::uint8_t, 200> value{};  // not in the heap
  value.fill('A');
  std::copy(kSecret.begin(), kSecret.end(), value.begin());
  const auto text = field(cardspec::Coding::an, value.size());
  CHECK_EQ(leftBy([&] { CHECK(encodeValue(text, value, Encoding::gb18030).has_value()); }), 0);
  CHECK_EQ(leftBy([&] { CHECK(encodeValue(text, value, Encoding::utf8).has_value()); }), 0);
}

TEST_CASE("a template is wiped, with the parts it was joined from") {
  static std::array<std::uint8_t, 2 + kSecret.size() + 2 + 100> value{};
  auto* at = std::copy_n(std::array<std::uint8_t, 2>{0x57, kSecret.size()}.begin(), 2, value.begin());
  at = std::copy(kSecret.begin(), kSecret.end(), at);
  at = std::copy_n(std::array<std::uint8_t, 2>{0x58, 100}.begin(), 2, at);
  std::fill(at, value.end(), 'A');
  std::array fields{field(cardspec::Coding::an, kSecret.size()), field(cardspec::Coding::an, 100)};
  fields[0].tag = 0x57;
  fields[1].tag = 0x58;
  auto whole = field(cardspec::Coding::nested, value.size());
  whole.inner = fields;
  CHECK_EQ(leftBy([&] { CHECK(encodeValue(whole, value, Encoding::gb18030).has_value()); }), 0);
}

TEST_CASE("a reply is wiped, with all that it was put together from") {
  const auto address = parseAddress("SSSEEF06|09|4E|$SSSEEF08|$");
  REQUIRE(address.has_value());
  CHECK_EQ(leftBy([&] {
             std::vector<FileValues> values(2);
             for (FileValues& one : values) {
               one.push_back(toReplyText(kSecret, Encoding::gb18030));
               one.emplace_back(std::string(300, 'A'));
             }
             CHECK_GT(readAnswer(*address, values).reveal().size(), 600);
           }),
           0);
  CHECK_EQ(leftBy([&] { CHECK_GT(barred({secretText(), std::string(300, 'A')}).reveal().size(), 300); }), 0);
}
