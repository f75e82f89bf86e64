// Prompts that somebody has read: FOLDER/zh/say-home.wav and so on, through the player of the system. A file
// that is missing is silence.
#pragma once

#include <QProcess>

#include "kiosk-app/voice/back_end.hpp"

namespace ssc::kiosk {

class Recordings final : public VoiceBackEnd {
 public:
  explicit Recordings(QString folder) : folder_(std::move(folder)) {}
  ~Recordings() override { stop(); }

  bool say(const SpokenPublic& prompt, const Sound& sound) override;
  bool say(const SpokenPrivate&, const Sound&) override { return false; }
  void stop() override;
  bool speaksTexts() override { return false; }

 private:
  QString folder_;
  QProcess player_;
};

}  // namespace ssc::kiosk
