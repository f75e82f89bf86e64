// `ssc-kiosk-visit`: the screen of one visit.
#include <QGuiApplication>
#include <cstdio>
#include <sys/prctl.h>

#include "kiosk-app/window.hpp"

int main(int argc, char** argv) {
  ::prctl(PR_SET_DUMPABLE, 0);  // no core, and nobody but root looks into this memory
  auto settings = ssc::kiosk::readSettings(argc, argv);
  if (!settings) {
    std::fprintf(stderr, "ssc-kiosk-visit: %s\n", settings.error().c_str());
    return 2;
  }
  const QGuiApplication app(argc, argv);
  ssc::kiosk::Window window(std::move(*settings));
  return window.open() ? QGuiApplication::exec() : 1;
}
