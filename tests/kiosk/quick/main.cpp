// The kiosk's parts one by one: tst_*.qml beside this file, with the theme and small stand-ins for what QML
// talks to.
#include "tests/kiosk/quick/main.hpp"

#include <QtPlugin>
#include <QtQuickTest>

Q_IMPORT_PLUGIN(SscKioskPlugin)

using ssc::kiosk::test::Setup;
QUICK_TEST_MAIN_WITH_SETUP(kiosk_parts, Setup)
