// A main of its own: type is set by Qt, which wants its application object.
#define DOCTEST_CONFIG_IMPLEMENT
#include <QGuiApplication>
#include <doctest/doctest.h>

int main(int argc, char** argv) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QGuiApplication application(argc, argv);
  doctest::Context context(argc, argv);
  return context.run();
}
