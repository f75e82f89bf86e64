// S8
import QtQuick
import Kiosk
import SscKiosk

Page {
    title: qsTrId("take-title")
    centred: true
    Words {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: Visit.cardLies ? qsTrId("take-card") : Visit.idLies ? qsTrId("take-id") : qsTrId("take-nothing")
        font.pixelSize: Theme.title
        Accessible.role: Accessible.AlertMessage
    }
}
