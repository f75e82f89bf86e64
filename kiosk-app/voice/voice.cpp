#include "kiosk-app/voice/voice.hpp"

#include <algorithm>

#include "kiosk-app/probes.hpp"
#include "kiosk-app/voice/recordings.hpp"
#include "kiosk-app/voice/speech_server.hpp"

namespace ssc::kiosk {

Voice::Voice(std::vector<std::unique_ptr<VoiceBackEnd>> backEnds, const Settings& settings, QObject* parent)
    : QObject(parent), backEnds_(std::move(backEnds)), settings_(settings) {
  connect(&earphone_, &PartWatch::changed, this, [this] {
    if (!isPrivate()) stop();
    Q_EMIT changed();
  });
  if (settings_.earphone.starts_with('/')) earphone_.begin(earphoneProbe(settings_.earphone));
}

std::vector<std::unique_ptr<VoiceBackEnd>> Voice::usual(const Settings& settings) {
  std::vector<std::unique_ptr<VoiceBackEnd>> backEnds;
  backEnds.push_back(std::make_unique<SpeechServer>(SpeechServer::usualSocket()));
  backEnds.push_back(std::make_unique<Recordings>(QString::fromStdString(settings.recordings)));
  return backEnds;
}

bool Voice::isPrivate() const {
  return settings_.earphone == "plugged" || earphone_.isMissing();
}

bool Voice::canTell() const {
  return isPrivate() && std::ranges::any_of(backEnds_, [](const auto& end) { return end->speaksTexts(); });
}

void Voice::say(const SpokenPublic& prompt, const QString& language) {
  stop();
  for (const auto& end : backEnds_)
    if (end->say(prompt, {language, settings_.volume})) return;
}

bool Voice::say(const SpokenPrivate& text, const QString& language) {
  if (!isPrivate()) return false;
  stop();
  return std::ranges::any_of(backEnds_,
                             [&](const auto& end) { return end->say(text, {language, settings_.volume}); });
}

void Voice::stop() {
  for (const auto& end : backEnds_)
    end->stop();
}

}  // namespace ssc::kiosk
