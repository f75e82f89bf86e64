// S10: whether somebody has been called, and what to do where nobody could be.
import QtQuick
import Kiosk
import SscKiosk

Page {
    id: page
    title: ({calling: qsTrId("help-calling"), called: qsTrId("help-called"), failed: qsTrId("help-failed")})[Help.stage]
    centred: true

    Words {
        objectName: "help-text"
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: ({calling: qsTrId("waiting-how"), called: qsTrId("help-how"), failed: qsTrId("help-failed-how")})[Help.stage]
        font.pixelSize: Theme.title
        Accessible.role: Accessible.AlertMessage
    }
    Words {
        width: parent.width
        objectName: "help-number"
        visible: Help.stage === "called"
        horizontalAlignment: Text.AlignHCenter
        text: qsTrId("help-number").arg(Help.number).arg(Help.ahead)
    }
    Words {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: View.helpText
        soft: true
    }
    actions: [
        ActionButton {
            objectName: "go-on"
            visible: Visit.signedIn
            primary: true
            label: qsTrId("help-go-on")
            onActivated: Visit.send("helpEnded")
        },
        LeaveButton {}
    ]
}
