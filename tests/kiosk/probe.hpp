// For tests only: what stands on the screen, told over a local socket; and pictures of it. A tap is not its
// business: that is done by the X server, as a finger would.
//
//   tree        JSON: every element people can notice, with name, role, place on the screen, enabled, focused
//   contrast FILE  JSON: of every text and control in the picture, against what is painted behind or beside
//   it; the
//               picture besides, PNG
//   screen      S0 … S12
//   form        the question that is asked (its field), or: loading, known, check, sending; empty: no form
//   card        in, out: as the kiosk sees it
//   grab FILE   a picture of the window, PNG
//   set elder|contrast|reach on|off, set language zh|en, set letters FACTOR
//   clock stop SECONDS   the limits' time stands still, so long after the moment it was first stopped; clock
//   go quit
#pragma once

#include <QLocalServer>
#include <optional>

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
  QByteArray contrast(const QString& file);
  QByteArray grab(const QString& file);
  QByteArray set(const QString& what, const QString& value);
  QByteArray clock(const QStringList& words);

  Window& window_;
  QLocalServer server_;
  std::optional<TimePoint> stopped_;
};

}  // namespace ssc::kiosk::test
