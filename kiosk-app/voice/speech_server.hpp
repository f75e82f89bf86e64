// speech-dispatcher, spoken to in its own protocol (SSIP 0.8): no program is started, and no text stands in a
// command line. The server is one of the system's, in a unit of its own (docs/kiosk/keeper.md).
#pragma once

#include <QByteArray>
#include <QLocalSocket>
#include <QQueue>

#include "kiosk-app/voice/back_end.hpp"

namespace ssc::kiosk {

class SpeechServer final : public VoiceBackEnd {
 public:
  /// `socket`: of the server; see usualSocket().
  explicit SpeechServer(QString socket);
  ~SpeechServer() override;

  bool say(const SpokenPublic& prompt, const Sound& sound) override { return speak(prompt.text(), sound); }
  bool say(const SpokenPrivate& text, const Sound& sound) override { return speak(text.reveal(), sound); }
  void stop() override;
  bool speaksTexts() override { return isConnected(); }

  /// SPEECHD_ADDRESS (unix_socket:PATH), else where speech-dispatcher of this user listens.
  static QString usualSocket();

 private:
  bool speak(const QString& text, const Sound& sound);
  bool isConnected();
  void send(const QByteArray& command);
  void hear();
  void next();

  QString path_;
  QLocalSocket socket_;
  QQueue<QByteArray> waiting_;  ///< commands; each is sent when the one before it was answered
  bool asked_ = false;
};

}  // namespace ssc::kiosk
