// District profiles.
#include "hostlib/catalogue/district.hpp"

#include <doctest/doctest.h>

namespace ssc::catalogue::test {

TEST_CASE("each district shows one catalogue, in an area and with a bank that do not exist") {
  CHECK(districts().size() == 2);
  for (const District& district : districts()) {
    INFO(district.id);
    CHECK(district.catalogue == findCatalogue(district.id));
    CHECK(district.area.starts_with("9999"));
    CHECK((district.bank.code >= "901" && district.bank.code <= "903"));
    CHECK(district.bank.name.en.starts_with("SIM BANK"));
    CHECK(district.name.zh.starts_with("模拟"));
    CHECK(district.texts.notice.zh.starts_with("模拟环境"));
    CHECK_FALSE(district.helpLine.empty());
  }
}

TEST_CASE("the two examples differ where sites differ") {
  const District* liangping = findDistrict("liangping");
  const District* yongzhou = findDistrict("yongzhou");
  REQUIRE(liangping != nullptr);
  REQUIRE(yongzhou != nullptr);
  CHECK(liangping->area == "999900");
  CHECK(liangping->pin == PinEntry::pad);
  CHECK(yongzhou->area == "999999");
  CHECK(yongzhou->pin == PinEntry::screen);
  CHECK(findDistrict("nowhere") == nullptr);
}

TEST_CASE("limits are read into their own members") {
  const Limits& limits = findDistrict("liangping")->limits;
  CHECK(limits.printsPerMonth == 3);
  CHECK(limits.offlineEach == 30000);
  CHECK(limits.offlineTotal == 60000);
  CHECK(limits.offlineCount == 3);
  CHECK(limits.paymentPerDay == 500000);
  CHECK(limits.idleSeconds == 60);
  CHECK(limits.sessionSeconds == 900);
}

}  // namespace ssc::catalogue::test
