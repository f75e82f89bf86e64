// S12
import QtQuick
import Kiosk
import SscKiosk

Page {
    title: qsTrId("paper-left-title")
    centred: true
    Words {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: qsTrId("paper-left-how")
    }
    Words {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: View.helpText
        soft: true
    }
}
