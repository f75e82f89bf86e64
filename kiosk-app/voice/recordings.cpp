#include "kiosk-app/voice/recordings.hpp"

#include <QFile>
#include <QStandardPaths>

namespace ssc::kiosk {
namespace {

constexpr int kEndMs = 200;

/// PipeWire's player, else ALSA's; empty: neither.
QString player() {
  for (const auto* name : {"pw-play", "aplay"})
    if (QString found = QStandardPaths::findExecutable(QString::fromLatin1(name)); !found.isEmpty())
      return found;
  return {};
}

}  // namespace

bool Recordings::say(const SpokenPublic& prompt, const Sound& sound) {
  stop();
  const QString file = folder_ + u'/' + sound.language + u'/' + prompt.id() + QStringLiteral(".wav");
  const QString program = player();
  if (folder_.isEmpty() || program.isEmpty() || !QFile::exists(file)) return false;
  player_.start(program, {file});
  return true;
}

void Recordings::stop() {
  if (player_.state() == QProcess::NotRunning) return;
  player_.kill();
  player_.waitForFinished(kEndMs);
}

}  // namespace ssc::kiosk
