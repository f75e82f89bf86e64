// Nothing here is real, and every screen says so.
import QtQuick
import Kiosk
import SscKiosk

Rectangle {
    implicitHeight: words.implicitHeight + Theme.gap * 0.8
    color: Theme.contrast ? "#FFE600" : "#FFE9A8"

    Words {
        id: words
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.margin
        horizontalAlignment: Text.AlignHCenter
        text: qsTrId("simulation").arg(View.notice)
        font.pixelSize: Math.round(5 * Theme.em)
        lineHeight: 1.1
        color: "#3A2C00"
    }
}
