// What can be said aloud, by its types; and that every screen where somebody waits has a prompt.
#include "kiosk-app/voice/voice.hpp"

#include <doctest/doctest.h>
#include <type_traits>

#include "kiosk-app/voice/prompts.hpp"

namespace ssc::kiosk::test {
namespace {

static_assert(!std::is_constructible_v<SpokenPublic, QString>, "only rows of the table are for everybody");
static_assert(!std::is_constructible_v<SpokenPublic, QString, QString>);
static_assert(!std::is_constructible_v<SpokenPublic, SpokenPrivate>);
static_assert(!std::is_convertible_v<QString, SpokenPrivate>);

struct Heard {
  int prompts = 0, texts = 0, stops = 0;
};

class Listener final : public VoiceBackEnd {
 public:
  explicit Listener(Heard& heard, bool speaks = true) : heard_(heard), speaks_(speaks) {}
  bool say(const SpokenPublic&, const Sound&) override { return ++heard_.prompts, speaks_; }
  bool say(const SpokenPrivate&, const Sound&) override { return ++heard_.texts, speaks_; }
  void stop() override { ++heard_.stops; }
  bool speaksTexts() override { return speaks_; }

 private:
  Heard& heard_;
  bool speaks_;
};

std::vector<std::unique_ptr<VoiceBackEnd>> two(Heard& first, Heard& second, bool firstSpeaks) {
  std::vector<std::unique_ptr<VoiceBackEnd>> backEnds;
  backEnds.push_back(std::make_unique<Listener>(first, firstSpeaks));
  backEnds.push_back(std::make_unique<Listener>(second));
  return backEnds;
}

}  // namespace

TEST_CASE("private texts reach no back end while nobody listens by earphone") {
  Settings settings;
  Heard first, second;
  Voice voice(two(first, second, true), settings);
  CHECK_FALSE(voice.say(SpokenPrivate(QStringLiteral("9,111.00")), QStringLiteral("zh")));
  CHECK_FALSE(voice.canTell());
  CHECK(first.texts + second.texts == 0);
  settings.earphone = "plugged";
  CHECK(voice.canTell());
  CHECK(voice.say(SpokenPrivate(QStringLiteral("9,111.00")), QStringLiteral("zh")));
  CHECK(first.texts == 1);
  CHECK(second.texts == 0);
}

TEST_CASE("what the first back end cannot say, the next one does") {
  const Settings settings;
  Heard first, second;
  Voice voice(two(first, second, false), settings);
  voice.say(*promptFor(Screen::home, {}), QStringLiteral("zh"));
  CHECK(first.prompts == 1);
  CHECK(second.prompts == 1);
  CHECK(first.stops == 1);
}

TEST_CASE("every screen somebody stands before has its prompt; passing ones have none") {
  for (const ScreenRow& row : kScreens) {
    const bool passes = row.screen == Screen::wipe || row.screen == Screen::maintenance;
    const QString stage = row.screen == Screen::signIn ? QStringLiteral("choose") : QString();
    CHECK_MESSAGE(promptFor(row.screen, stage).has_value() == !passes, row.id);
  }
  CHECK_FALSE(promptFor(Screen::signIn, QStringLiteral("reading")).has_value());
}

}  // namespace ssc::kiosk::test
