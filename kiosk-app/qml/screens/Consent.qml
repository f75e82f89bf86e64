// S4: what somebody agrees to before it is done; where there is nothing to agree to it passes at once.
import QtQuick
import Kiosk
import SscKiosk

Page {
    title: Visit.item
    subtitle: qsTrId("consent-title")
    centred: true

    Words {
        objectName: "asks"
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: Visit.asks
        Accessible.role: Accessible.AlertMessage
    }
    actions: [
        ActionButton {
            objectName: "agree"
            primary: true
            label: qsTrId("consent-yes")
            onActivated: Visit.send("agreed")
        },
        ActionButton {
            objectName: "refuse"
            label: qsTrId("consent-no")
            onActivated: Visit.send("refused")
        }
    ]
}
