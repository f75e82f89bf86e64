// The kiosk's voice: what may be said, by whatever of the back ends can. No back end that can: silence.
#pragma once

#include <QObject>
#include <memory>
#include <vector>

#include "kiosk-app/part_watch.hpp"
#include "kiosk-app/settings.hpp"
#include "kiosk-app/voice/back_end.hpp"

namespace ssc::kiosk {

class Voice : public QObject {
  Q_OBJECT

 public:
  /// In the order in which they are asked.
  Voice(std::vector<std::unique_ptr<VoiceBackEnd>> backEnds, const Settings& settings,
        QObject* parent = nullptr);
  /// A speech server, else recordings.
  static std::vector<std::unique_ptr<VoiceBackEnd>> usual(const Settings& settings);

  /// To everybody around.
  void say(const SpokenPublic& prompt, const QString& language);
  /// To the person alone: nothing is said, and false, while nobody listens by earphone.
  bool say(const SpokenPrivate& text, const QString& language);
  void stop();

  /// Somebody listens by earphone, as the profile and its switch say.
  [[nodiscard]] bool isPrivate() const;
  /// Whether private texts could be said now.
  [[nodiscard]] bool canTell() const;

 Q_SIGNALS:
  /// The earphone came or went.
  void changed();

 private:
  std::vector<std::unique_ptr<VoiceBackEnd>> backEnds_;
  const Settings& settings_;
  PartWatch earphone_;  ///< "missing" while it is plugged in: what nobody has looked at yet is not private
};

}  // namespace ssc::kiosk
