// What a citizen can choose at the kiosk.
#include "kiosk-app/models/services.hpp"

#include <doctest/doctest.h>
#include <map>

namespace ssc::kiosk::test {
namespace {

struct Bench {
  explicit Bench(std::string_view district)
      : site(*catalogue::findDistrict(district)),
        view(site, 4.0, QStringLiteral("zh")),
        services(site, view) {}

  [[nodiscard]] std::vector<std::string> itemIds() const {
    std::vector<std::string> ids;
    for (const QVariant& row : services.items())
      ids.push_back(row.toMap()[QStringLiteral("id")].toString().toStdString());
    return ids;
  }
  [[nodiscard]] std::vector<QString> tileIds() const {
    std::vector<QString> ids;
    for (const QVariant& tile : services.tiles())
      ids.push_back(tile.toMap()[QStringLiteral("id")].toString());
    return ids;
  }
  void type(const char* letters) {
    services.search();
    for (const char* letter = letters; *letter != '\0'; ++letter)
      services.type(QString(QLatin1Char(*letter)));
  }

  const catalogue::District& site;
  View view;
  Services services;
};

void checkTiles(const catalogue::District& district, bool elder) {
  CAPTURE(district.id);
  CAPTURE(elder);
  Bench bench(district.id);
  bench.view.setElder(elder);
  std::map<std::string, int, std::less<>> seen;
  for (const QString& tile : bench.tileIds()) {
    bench.services.open(tile);
    for (const std::string& id : bench.itemIds())
      ++seen[id];
  }
  for (const catalogue::Item& item : catalogue::items()) {
    const bool here = &item.catalogue() == district.catalogue || item.catalogue().id == "own";
    const int expected = here ? 1 : 0;
    CHECK_MESSAGE(seen[std::string(item.id)] == expected, item.id);
  }
}

}  // namespace

TEST_CASE(
    "every item of a district's catalogue is behind exactly one tile, also in elder mode, and no item of "
    "another") {
  for (const catalogue::District& district : catalogue::districts())
    for (const bool elder : {false, true})
      checkTiles(district, elder);
}

TEST_CASE("the first page has at most eight tiles, and fewer in elder mode") {
  Bench bench("liangping");
  const auto all = bench.tileIds().size();
  CHECK(all <= 8);
  bench.view.setElder(true);
  CHECK(bench.tileIds().size() < all);
  CHECK(bench.tileIds().size() >= 4);
}

TEST_CASE("letters of the pinyin and numbers find a service") {
  Bench bench("liangping");
  bench.type("YL");
  const auto found = bench.itemIds();
  CHECK(std::ranges::find(found, "LP-HR-033") != found.end());
  bench.type("024");
  REQUIRE_FALSE(bench.itemIds().empty());
  CHECK(bench.itemIds().front() == "LP-HR-024");
  bench.services.erase();
  CHECK(bench.services.typed() == QStringLiteral("02"));
  bench.type("QQQQ");
  CHECK(bench.itemIds().empty());
  bench.services.search();
  bench.type("WDTW");  // of this system, in every district
  CHECK(bench.itemIds() == std::vector<std::string>{"SS-001"});
  bench.type("QQQQ");
  CHECK(bench.itemIds().empty());
}

TEST_CASE("nothing typed finds nothing, and an entry has an end") {
  Bench bench("yongzhou");
  bench.services.search();
  CHECK(bench.itemIds().empty());
  bench.type("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  CHECK(bench.services.typed().size() == 12);
  bench.services.close();
  CHECK(bench.services.typed().isEmpty());
  CHECK_FALSE(bench.services.searching());
}

TEST_CASE(
    "what everybody may read stands behind one tile of its district, is found by its initials, and asks for "
    "nobody") {
  for (const catalogue::District& district : catalogue::districts()) {
    Bench bench(district.id);
    for (const catalogue::OpenPage& page : catalogue::openPages()) {
      const std::string id(page.id);
      int seen = 0;
      for (const QString& tile : bench.tileIds()) {
        bench.services.open(tile);
        seen += static_cast<int>(std::ranges::count(bench.itemIds(), id));
      }
      CHECK_MESSAGE(seen == (page.isFor(district) ? 1 : 0), page.id);
      bench.type(std::string(page.initials).c_str());
      CHECK((std::ranges::count(bench.itemIds(), id) == 1) == page.isFor(district));
      CHECK_FALSE(needsPerson(serviceNamed(page.id)->way));
    }
  }
}

TEST_CASE("an id leads to a service of the catalogue or of the kiosk, or to none") {
  CHECK(serviceNamed("LP-HR-024")->way == Way::ask);
  CHECK(serviceNamed("LP-HR-022")->way == Way::print);
  CHECK(serviceNamed("LP-OT-019")->way == Way::prove);
  CHECK(serviceNamed("LP-HR-045")->way == Way::counter);
  CHECK(serviceNamed("card-loss")->way == Way::own);
  CHECK(serviceNamed("SS-001")->way == Way::ask);
  CHECK_FALSE(serviceNamed("card-loss")->asks.zh.empty());
  CHECK(serviceNamed("LP-HR-024")->asks.zh.empty());
  CHECK_FALSE(serviceNamed("LP-HR-999").has_value());
  CHECK_FALSE(serviceNamed("").has_value());
}

}  // namespace ssc::kiosk::test
