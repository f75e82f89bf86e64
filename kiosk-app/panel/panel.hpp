// What a person does with the simulated world beside the kiosk: a line to one of its control sockets.
#pragma once

#include <QObject>
#include <QString>

namespace ssc::kiosk::panel {

class Panel : public QObject {
  Q_OBJECT
  Q_PROPERTY(QString noPrinter READ noPrinter CONSTANT)
  Q_PROPERTY(QString answer READ answer NOTIFY answered)  ///< of the last command

 public:
  /// `noPrinter`: why nothing can be printed; empty: it can.
  Panel(QString folder, QString noPrinter, QObject* parent = nullptr)
      : QObject(parent), folder_(std::move(folder)), noPrinter_(std::move(noPrinter)) {}

  [[nodiscard]] QString noPrinter() const { return noPrinter_; }
  [[nodiscard]] QString answer() const { return answer_; }

  /// "card.ctl", "insert"
  Q_INVOKABLE void send(const QString& socket, const QString& line);

 Q_SIGNALS:
  void answered();

 private:
  QString folder_, noPrinter_, answer_;
};

}  // namespace ssc::kiosk::panel
