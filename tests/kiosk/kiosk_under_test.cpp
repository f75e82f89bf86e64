// The kiosk's screen with a probe beside it: `ssc_kiosk_under_test SOCKET [options of ssc-kiosk-visit]`.
// Started by the keeper, which gives options only, it takes the folder of SSC_KIOSK_PROBES and its own
// number: FOLDER/1234.
#include <QGuiApplication>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <unistd.h>
#include <vector>

#include "tests/kiosk/probe.hpp"

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const char* const folder = std::getenv("SSC_KIOSK_PROBES");
  const std::string socket = folder == nullptr ? argv[1] : folder + ("/" + std::to_string(::getpid()));
  std::vector<char*> rest{argv[0]};
  rest.insert(rest.end(), argv + (folder == nullptr ? 2 : 1), argv + argc);
  auto settings = ssc::kiosk::readSettings(static_cast<int>(rest.size()), rest.data());
  if (!settings) {
    std::fprintf(stderr, "%s\n", settings.error().c_str());
    return 2;
  }
  int count = 1;
  QGuiApplication app(count, argv);
  ssc::kiosk::Window window(std::move(*settings));
  if (!window.open()) return 1;
  const ssc::kiosk::test::Probe probe(window, QString::fromStdString(socket));
  return QGuiApplication::exec();
}
