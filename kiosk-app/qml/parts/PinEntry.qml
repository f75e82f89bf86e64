// The PIN: on the pad, with a picture of it; or, in the simulation, on keys of the screen.
import QtQuick
import Kiosk
import SscKiosk

Item {
    id: entry
    property bool wide: false
    readonly property bool isScreen: PinPad.onScreen
    readonly property string title: ({verify: qsTrId("sign-in-pin"), current: qsTrId("pin-current"), fresh: qsTrId("pin-fresh"),
                                      repeat: qsTrId("pin-repeat")})[PinPad.asking] || ""
    implicitHeight: isScreen ? keys.height : words.height

    Column {
        id: words
        visible: !entry.isScreen
        width: parent.width
        spacing: Theme.gap * 1.5
        Picture {
            anchors.horizontalCenter: parent.horizontalCenter
            kind: "pad"
        }
        Words {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: qsTrId("sign-in-pad-pin-how")
        }
    }
    Grid {
        id: keys
        visible: entry.isScreen
        anchors.horizontalCenter: parent.horizontalCenter
        columns: entry.wide ? 2 : 1
        spacing: Theme.gap * 1.5
        horizontalItemAlignment: Grid.AlignHCenter
        verticalItemAlignment: Grid.AlignVCenter
        Column {
            width: entry.wide ? entry.width * 0.45 : entry.width
            spacing: Theme.gap * 1.5
            Notice {
                width: parent.width
                text: qsTrId("pin-simulated")
            }
            Row {
                objectName: "pin-dots"
                anchors.horizontalCenter: parent.horizontalCenter
                spacing: Theme.gap
                Accessible.role: Accessible.StaticText
                Accessible.name: qsTrId("pin-digits").arg(PinPad.digits)
                Repeater {
                    model: 6
                    Rectangle {
                        required property int index
                        width: Theme.body
                        height: width
                        radius: width / 2
                        color: index < PinPad.digits ? Theme.ink : "transparent"
                        border.width: Theme.line * 2
                        border.color: Theme.ink
                    }
                }
            }
        }
        Keypad {
            low: entry.wide || View.reach
            canFinish: PinPad.canFinish
            onDigit: value => PinPad.press(value)
            onErased: PinPad.erase()
            onDone: PinPad.confirm()
        }
    }
}
