#include "kiosk-app/models/view.hpp"

#include <doctest/doctest.h>

namespace ssc::kiosk::test {
TEST_CASE("the button names the language that comes next, in its own words, and leads round all of them") {
  const QList<View::Language> all{{"zh", "中文"}, {"en", "English"}, {"ug", "ئۇيغۇرچە"}};
  View view(*catalogue::findDistrict("liangping"), 4, "zh", all);
  for (const auto* const next : {"English", "ئۇيغۇرچە", "中文", "English", "ئۇيغۇرچە"}) {
    CHECK(view.otherLanguage() == QString::fromUtf8(next));
    view.switchLanguage();
  }
  CHECK(view.language() == "ug");
  CHECK(view.mirrored());
  CHECK(view.languageOfFlows() == profile::Language::zh);
  view.reset();
  CHECK(view.language() == "zh");
  CHECK_FALSE(view.mirrored());
}

TEST_CASE("one language alone has no other") {
  View view(*catalogue::findDistrict("liangping"), 4, "en", {{"en", "English"}});
  CHECK(view.otherLanguage().isEmpty());
  view.switchLanguage();
  CHECK(view.language() == "en");
  CHECK(view.languageOfFlows() == profile::Language::en);
}

}  // namespace ssc::kiosk::test
