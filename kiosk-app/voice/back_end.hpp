// Something that speaks: a speech server, recordings, nothing.
#pragma once

#include "kiosk-app/voice/spoken.hpp"

namespace ssc::kiosk {

struct Sound {
  QString language;  ///< zh, en
  int volume = 50;   ///< percent
};

class VoiceBackEnd {
 public:
  VoiceBackEnd() = default;
  VoiceBackEnd(const VoiceBackEnd&) = delete;
  VoiceBackEnd& operator=(const VoiceBackEnd&) = delete;
  virtual ~VoiceBackEnd() = default;

  /// What was being said ends. False where it cannot say this: then the next back end is asked.
  virtual bool say(const SpokenPublic& prompt, const Sound& sound) = 0;
  virtual bool say(const SpokenPrivate& text, const Sound& sound) = 0;
  virtual void stop() = 0;
  /// Whether it could say any text now.
  [[nodiscard]] virtual bool speaksTexts() = 0;
};

}  // namespace ssc::kiosk
