// S9 while the kiosk wipes.
import QtQuick
import Kiosk
import SscKiosk

Page {
    title: qsTrId("wipe-title")
    centred: true

    AtWork {
        width: parent.width
        text: qsTrId("wipe-how")
    }
}
