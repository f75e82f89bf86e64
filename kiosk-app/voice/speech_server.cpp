#include "kiosk-app/voice/speech_server.hpp"

#include <QStandardPaths>

namespace ssc::kiosk {
namespace {

constexpr int kConnectMs = 100;           // a unix socket: it is there or not
constexpr qsizetype kLongestLine = 1024;  // of an answer

/// The lines of a message: CR LF, and a dot before a dot that begins a line; a dot alone ends it (SSIP,
/// SPEAK).
QByteArray messageOf(const QString& text) {
  QByteArray message;
  for (const QString& line : text.split(u'\n')) {
    if (line.startsWith(u'.')) message += '.';
    message += line.toUtf8() + "\r\n";
  }
  return message + ".\r\n";
}

}  // namespace

SpeechServer::SpeechServer(QString socket) : path_(std::move(socket)) {
  QObject::connect(&socket_, &QLocalSocket::readyRead, &socket_, [this] { hear(); });
  QObject::connect(&socket_, &QLocalSocket::disconnected, &socket_, [this] {
    waiting_.clear();
    asked_ = false;
  });
}

SpeechServer::~SpeechServer() {
  socket_.disconnect();
  socket_.abort();
}

QString SpeechServer::usualSocket() {
  const QString named = qEnvironmentVariable("SPEECHD_ADDRESS");
  const QString kind = QStringLiteral("unix_socket:");
  if (named.startsWith(kind)) return named.mid(kind.size());
  return qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/speech-dispatcher/speechd.sock");
}

bool SpeechServer::isConnected() {
  if (socket_.state() == QLocalSocket::ConnectedState) return true;
  socket_.abort();
  socket_.connectToServer(path_);
  if (!socket_.waitForConnected(kConnectMs)) return false;
  send("SET SELF CLIENT_NAME ssc:kiosk:main\r\n");
  return true;
}

bool SpeechServer::speak(const QString& text, const Sound& sound) {
  if (!isConnected()) return false;
  stop();
  send("SET SELF LANGUAGE " + sound.language.toLatin1() + "\r\n");
  // SSIP counts from -100 to 100.
  send("SET SELF VOLUME " + QByteArray::number(2 * sound.volume - 100) + "\r\n");
  send("SPEAK\r\n");
  send(messageOf(text));
  return true;
}

void SpeechServer::stop() {
  if (socket_.state() == QLocalSocket::ConnectedState) send("STOP SELF\r\n");
}

void SpeechServer::send(const QByteArray& command) {
  waiting_.enqueue(command);
  next();
}

void SpeechServer::next() {
  if (asked_ || waiting_.isEmpty()) return;
  asked_ = true;
  QByteArray command = waiting_.dequeue();
  socket_.write(command);
  socket_.flush();
  command.fill('\0');
}

/// An answer's last line has a blank behind its number; other lines have a hyphen.
void SpeechServer::hear() {
  constexpr qsizetype kNumber = 3;
  while (socket_.canReadLine()) {
    const QByteArray line = socket_.readLine(kLongestLine);
    if (line.size() <= kNumber || line[kNumber] != ' ') continue;
    asked_ = false;
    next();
  }
}

}  // namespace ssc::kiosk
