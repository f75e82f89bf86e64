// For tests only: what stands on the screen, told over a local socket; and pictures of it. A tap is not its
// business: that is done by the X server, as a finger would.
//
//   tree        JSON: every element people can notice, with name, role, place on the screen, enabled, focused
//   contrast    JSON: of every text and control in the picture, against what is painted behind or beside it
//   screen      S0 … S12
//   form        the question that is asked (its field), or: loading, known, check, sending; empty: no form
//   card        in, out: as the kiosk sees it
//   grab FILE   a picture of the window, PNG
//   set elder|contrast|reach on|off, set language zh|en
//   quit
#pragma once

#include <QLocalServer>

#include "kiosk-app/window.hpp"

namespace ssc::kiosk::test {

class Probe : public QObject {
  Q_OBJECT

 public:
  Probe(Window& window, const QString& socket);

 private:
  QByteArray answer(const QByteArray& line);
  QByteArray tree();
  QByteArray formPage();
  QByteArray contrast();
  QByteArray grab(const QString& file);
  QByteArray set(const QString& what, const QString& value);

  Window& window_;
  QLocalServer server_;
};

}  // namespace ssc::kiosk::test
