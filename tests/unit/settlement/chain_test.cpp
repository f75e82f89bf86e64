#include "wire/settlement/chain.hpp"

#include <doctest/doctest.h>
#include <string>

#include "crypto/hex.hpp"
#include "tests/unit/settlement/settlement_samples.hpp"

namespace ssc::wire::settlement {
namespace {

crypto::HmacSm3 logKey() {
  return crypto::HmacSm3::make(crypto::Key(crypto::fromHex("C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF").value()))
      .value();
}

}  // namespace

TEST_CASE("the published chain, its MACs and its head") {
  const auto start = genesis("999999000017", 1).value();
  CHECK_EQ(crypto::toLowerHex(start), "7da492f8859027a40bd48d9a772db60c41599fab4c37578f094873aecdd38d2d");
  auto hash = ChainHash::make().value();
  auto key = logKey();

  const auto h17 = hash.next(start, samples::kSettledText).value();
  CHECK_EQ(crypto::toLowerHex(h17), "a842f2d8d09fce38baa9c1ff24ebeea468ea4846f758c540437d3c92e96a99b7");
  CHECK_EQ(crypto::toLowerHex(recordMac(key, h17).value()), "5c77365648fcdaaf34e08afe484ddc6a");
  const auto h18 = hash.next(h17, samples::kAbortedText).value();
  CHECK_EQ(crypto::toLowerHex(h18), "f681c12f295d166719103df1ce4bc435d5dc1f7c3b796ee31b692492f34c5f05");
  CHECK_EQ(crypto::toLowerHex(recordMac(key, h18).value()), "0330de05b6789c093f83737dad47ce86");

  const Head head{"999999000017", 1, 18, h18, "20260105180000"};
  const auto text = headText(head);
  CHECK_EQ(
      text,
      "SSC-OFFLINE-HEAD|999999000017|1|18|f681c12f295d166719103df1ce4bc435d5dc1f7c3b796ee31b692492f34c5f05|"
      "20260105180000");
  CHECK_EQ(crypto::toLowerHex(crypto::sm3(crypto::bytesOf(text)).value()),
           "f4d706a4eccc839236b141ee5fb6fae690ffac1e8eb77eb90bb212a992ae3089");
  CHECK(parseHead(text).value() == head);
}

TEST_CASE("one head has one text") {
  const std::string good = headText({"999999000017", 2, 0, {}, "20260105180000"});
  REQUIRE(parseHead(good).has_value());
  for (const std::string& bad :
       {good + "|", good + "0", std::string("x") + good, good.substr(1), std::string(),
        std::string("SSC-OFFLINE-HEAD|999999000017|0|1|") + std::string(64, '0') + "|20260105180000",
        std::string("SSC-OFFLINE-HEAD|999999000017|1|01|") + std::string(64, '0') + "|20260105180000",
        std::string("SSC-OFFLINE-HEAD|999999000017|1|1|") + std::string(64, 'A') + "|20260105180000",
        std::string("SSC-OFFLINE-HEAD|999999000017|1|1|") + std::string(64, '0') + "|20260132180000"}) {
    CAPTURE(bad);
    CHECK(!parseHead(bad));
  }
}

TEST_CASE("each epoch and each terminal begins elsewhere") {
  CHECK(genesis("999999000017", 1).value() != genesis("999999000017", 2).value());
  CHECK(genesis("999999000017", 1).value() != genesis("999999000018", 1).value());
}

TEST_CASE("the published tag of a person") {
  const crypto::Key key(crypto::fromHex("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF").value());
  CHECK_EQ(ssnTag(key, "999999195001010018").value(), "1339dc1ee221");
}

TEST_CASE("a context that is used again computes what a new one does") {
  auto stream = crypto::Sm3Stream::make().value();
  auto key = logKey();
  const crypto::Key same(crypto::fromHex("C0C1C2C3C4C5C6C7C8C9CACBCCCDCECF").value());
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string text(size, 'x');
    const auto bytes = crypto::bytesOf(text);
    CHECK(stream.digest({bytes}).value() == crypto::sm3(bytes).value());
    CHECK(stream.digest({bytes.first(size / 2), bytes.subspan(size / 2)}).value() ==
          crypto::sm3(bytes).value());
    CHECK(key.mac(bytes).value() == crypto::hmacSm3(same, bytes).value());
  }
  CHECK_EQ(crypto::HmacSm3::make(crypto::Key()).error(), crypto::CryptoError::badKeyLength);
}

}  // namespace ssc::wire::settlement
