// Before time is over: one touch, and it goes on.
import QtQuick
import Kiosk
import SscKiosk

Rectangle {
    id: question
    color: Theme.contrast ? "#000000" : "#CC17212E"

    MouseArea { anchors.fill: parent }   // nothing below is touched meanwhile
    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width * 0.86, 200 * Theme.mm)
        height: texts.height + 2 * Theme.margin
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.line
        border.color: Theme.border
        Accessible.role: Accessible.Dialog
        Accessible.name: qsTrId("still-there")
        Column {
            id: texts
            x: Theme.margin
            y: Theme.margin
            width: parent.width - 2 * Theme.margin
            spacing: Theme.gap * 1.5
            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: qsTrId("still-there")
                font.pixelSize: Theme.title
                Accessible.role: Accessible.AlertMessage
            }
            Countdown {
                width: parent.width
                big: true
                seconds: Screens.warning
            }
            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: qsTrId("still-there-left")
            }
            ActionButton {
                objectName: "stay"
                anchors.horizontalCenter: parent.horizontalCenter
                width: parent.width
                primary: true
                label: qsTrId("still-there-yes")
                onActivated: Screens.stay()
            }
        }
    }
}
