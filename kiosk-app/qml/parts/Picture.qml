// Small drawings of what to do with the card: insert, tap, wipe; of the PIN pad; of an id card on its field, of a face.
import QtQuick
import Kiosk
import SscKiosk

Item {
    id: picture
    property string kind
    readonly property real u: Theme.mm * (Theme.large ? 0.75 : 1.05)   ///< a card is 54 × 86 of them

    visible: kind.length > 0
    implicitWidth: 100 * u
    implicitHeight: (kind === "pad" ? 74 : 84) * u
    width: implicitWidth
    height: implicitHeight
    Accessible.role: Accessible.Graphic
    Accessible.name: ({insert: qsTrId("picture-insert"), tap: qsTrId("picture-tap"), wipe: qsTrId("picture-wipe"),
                       pad: qsTrId("picture-pad"), "id-card": qsTrId("picture-id-card"), face: qsTrId("picture-face")})[kind] || ""

    component Chip: Rectangle {
        width: 12 * picture.u
        height: 10 * picture.u
        radius: 2 * picture.u
        color: Theme.contrast ? Theme.accent : "#E0B24A"
        border.width: Theme.line
        border.color: Theme.contrast ? Theme.ground : "#8A6414"
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.line
            height: parent.height
            color: parent.border.color
        }
        Rectangle {
            anchors.verticalCenter: parent.verticalCenter
            width: parent.width
            height: Theme.line
            color: parent.border.color
        }
    }
    component Card: Rectangle {
        radius: 3 * picture.u
        color: Theme.contrast ? Theme.ground : "#5C93CE"
        border.width: Theme.line * 1.5
        border.color: Theme.contrast ? Theme.ink : Theme.accent
    }
    component Arrow: Item {   // upwards
        width: 14 * picture.u
        height: 18 * picture.u
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 5 * picture.u
            width: 4 * picture.u
            height: 13 * picture.u
            color: Theme.warning
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.horizontalCenterOffset: -3.2 * picture.u
            y: 3 * picture.u
            width: 4 * picture.u
            height: 11 * picture.u
            rotation: 45
            color: Theme.warning
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.horizontalCenterOffset: 3.2 * picture.u
            y: 3 * picture.u
            width: 4 * picture.u
            height: 11 * picture.u
            rotation: -45
            color: Theme.warning
        }
    }
    component Field: Item {   // what a card is laid on, and the way down to it
        anchors.fill: parent
        Rectangle {
            anchors.bottom: parent.bottom
            width: parent.width
            height: 26 * picture.u
            radius: 3 * picture.u
            color: Theme.contrast ? Theme.ground : "#39465A"
            border.width: Theme.line
            border.color: Theme.border
            Repeater {
                model: 3
                Rectangle {
                    required property int index
                    anchors.centerIn: parent
                    width: (20 + 22 * index) * picture.u
                    height: (5 + 6 * index) * picture.u
                    radius: height / 2
                    color: "transparent"
                    border.width: Theme.line * 1.5
                    border.color: Theme.contrast ? Theme.ink : "#9CC4EC"
                }
            }
        }
        Arrow {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 38 * picture.u
            rotation: 180
        }
    }
    component Head: Item {   // as on a photo
        id: head
        property color tone: Theme.contrast ? Theme.ink : "#39465A"
        clip: true
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: head.height * 0.12
            width: head.width * 0.42
            height: head.height * 0.44
            radius: width / 2
            color: head.tone
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: head.height * 0.62
            width: head.width * 0.84
            height: head.height * 0.6
            radius: width / 2
            color: head.tone
        }
    }

    // ---- insert: the card below a slot, chip up and first
    Item {
        visible: picture.kind === "insert"
        anchors.fill: parent
        Card {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 10 * picture.u
            width: 54 * picture.u
            height: 72 * picture.u
            Chip {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 16 * picture.u
                scale: 1.3
            }
            Arrow {
                anchors.horizontalCenter: parent.horizontalCenter
                y: 42 * picture.u
                scale: 1.2
            }
        }
        Rectangle {   // the reader's face
            width: parent.width
            height: 20 * picture.u
            radius: 3 * picture.u
            color: Theme.contrast ? Theme.ground : "#39465A"
            border.width: Theme.line
            border.color: Theme.border
            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                y: parent.height - 7 * picture.u
                width: 60 * picture.u
                height: 3 * picture.u
                radius: height / 2
                color: Theme.contrast ? Theme.ink : "#10161F"
            }
        }
    }
    // ---- tap: the card flat on the field
    Item {
        visible: picture.kind === "tap"
        anchors.fill: parent
        Field {}
        Card {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 2 * picture.u
            width: 58 * picture.u
            height: 34 * picture.u
            Chip {
                x: 6 * picture.u
                anchors.verticalCenter: parent.verticalCenter
            }
        }
    }
    // ---- id-card: flat on its field
    Item {
        visible: picture.kind === "id-card"
        anchors.fill: parent
        Field {}
        Card {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 2 * picture.u
            width: 58 * picture.u
            height: 34 * picture.u
            color: Theme.contrast ? Theme.ground : "#E8EEF4"
            Column {
                x: 5 * picture.u
                anchors.verticalCenter: parent.verticalCenter
                spacing: 4 * picture.u
                Repeater {
                    model: [22, 28, 18]
                    Rectangle {
                        required property int modelData
                        width: modelData * picture.u
                        height: 2.5 * picture.u
                        color: Theme.contrast ? Theme.ink : "#7E8FA3"
                    }
                }
            }
            Rectangle {
                anchors.right: parent.right
                anchors.rightMargin: 4 * picture.u
                anchors.verticalCenter: parent.verticalCenter
                width: 17 * picture.u
                height: 23 * picture.u
                color: Theme.contrast ? Theme.ground : "#C9D8E8"
                border.width: Theme.line
                border.color: Theme.contrast ? Theme.ink : "#7E8FA3"
                Head {
                    anchors.fill: parent
                    anchors.margins: Theme.line
                }
            }
        }
    }
    // ---- face: before the camera, within its frame
    Item {
        visible: picture.kind === "face"
        anchors.fill: parent
        Rectangle {   // the camera
            anchors.horizontalCenter: parent.horizontalCenter
            width: 14 * picture.u
            height: width
            radius: width / 2
            color: Theme.contrast ? Theme.ground : "#39465A"
            border.width: Theme.line * 1.5
            border.color: Theme.contrast ? Theme.ink : "#10161F"
            Rectangle {
                anchors.centerIn: parent
                width: 5 * picture.u
                height: width
                radius: width / 2
                color: Theme.contrast ? Theme.accent : "#9CC4EC"
            }
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: 20 * picture.u
            width: 58 * picture.u
            height: 62 * picture.u
            radius: 6 * picture.u
            color: Theme.contrast ? Theme.ground : "#E8EEF4"
            border.width: Theme.line * 2
            border.color: Theme.accent
            Head {
                anchors.fill: parent
                anchors.margins: 4 * picture.u
            }
        }
    }
    // ---- wipe: a cloth over the chip
    Item {
        visible: picture.kind === "wipe"
        anchors.fill: parent
        Card {
            anchors.centerIn: parent
            width: 86 * picture.u
            height: 54 * picture.u
            Chip {
                x: 10 * picture.u
                anchors.verticalCenter: parent.verticalCenter
                scale: 1.2
            }
            Rectangle {
                x: 22 * picture.u
                y: 14 * picture.u
                width: 36 * picture.u
                height: 30 * picture.u
                radius: 8 * picture.u
                rotation: -12
                color: Theme.contrast ? Theme.ink : "#FFFFFF"
                border.width: Theme.line
                border.color: Theme.contrast ? Theme.ground : Theme.softInk
                Repeater {
                    model: 3
                    Rectangle {
                        required property int index
                        x: 7 * picture.u
                        y: (8 + 6 * index) * picture.u
                        width: 22 * picture.u
                        height: Theme.line * 1.5
                        color: Theme.contrast ? Theme.ground : Theme.border
                    }
                }
            }
        }
    }
    // ---- the pad, with its hood
    Item {
        visible: picture.kind === "pad"
        anchors.fill: parent
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            width: 62 * picture.u
            height: parent.height
            radius: 4 * picture.u
            color: Theme.contrast ? Theme.ground : "#39465A"
            border.width: Theme.line
            border.color: Theme.border
            Grid {
                anchors.centerIn: parent
                columns: 4
                spacing: 3 * picture.u
                Repeater {
                    model: 16
                    Rectangle {
                        required property int index
                        readonly property bool confirms: index === 15
                        width: 11 * picture.u
                        height: 12 * picture.u
                        radius: 1.5 * picture.u
                        color: confirms ? (Theme.contrast ? Theme.accent : "#3BA55D")
                                        : (index % 4 === 3 ? "#8794A8" : (Theme.contrast ? Theme.ink : "#DDE5EF"))
                    }
                }
            }
        }
    }
}
