// The visit's end of the line to the program that watches over it (docs/kiosk/keeper.md): single words,
// nothing of anybody.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSocketNotifier>
#include <QTimer>
#include <memory>

namespace ssc::kiosk {

class KeeperLink : public QObject {
  Q_OBJECT

 public:
  /// `socket`: -1 for a visit that nobody watches; then nothing is said and nothing comes.
  explicit KeeperLink(int socket, QObject* parent = nullptr);

  [[nodiscard]] bool isThere() const { return socket_ >= 0; }
  /// One of the words of the protocol.
  void say(const char* word) const;

 Q_SIGNALS:
  /// It is this visit's turn.
  void show();
  /// The visit ends: also when the keeper is gone.
  void end();

 private:
  void read();

  int socket_;
  std::unique_ptr<QSocketNotifier> notifier_;
  QTimer alive_;
  QByteArray line_;
};

}  // namespace ssc::kiosk
