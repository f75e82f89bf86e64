#include "kiosk-app/panel/panel.hpp"

#include <QLocalSocket>

namespace ssc::kiosk::panel {

void Panel::send(const QString& socket, const QString& line) {
  auto* const channel = new QLocalSocket(this);
  const auto done = [this, channel, line](const QString& what) {
    answer_ = line + QStringLiteral(": ") + what;
    Q_EMIT answered();
    channel->deleteLater();
  };
  connect(channel, &QLocalSocket::connected, channel,
          [channel, line] { channel->write(line.toUtf8() + '\n'); });
  connect(channel, &QLocalSocket::readyRead, channel, [channel, done] {
    if (channel->canReadLine()) done(QString::fromUtf8(channel->readLine().trimmed()));
  });
  connect(channel, &QLocalSocket::errorOccurred, channel, [channel, done] { done(channel->errorString()); });
  channel->connectToServer(folder_ + QLatin1Char('/') + socket);
}

}  // namespace ssc::kiosk::panel
