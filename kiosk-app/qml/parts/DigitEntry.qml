// Digits, as dates, amounts and telephone numbers have them; the keys stand beside them on a wide screen, else below.
import QtQuick
import Kiosk
import SscKiosk

Grid {
    id: entry

    property bool wide: false
    property string help    ///< beside the keys
    property string extra   ///< one more key: point or hyphen
    readonly property bool dated: Form.parts.length > 0
    readonly property var units: [qsTrId("unit-year"), qsTrId("unit-month"), qsTrId("unit-day"), qsTrId("unit-hour"), qsTrId("unit-minute")]
    readonly property real half: wide ? (width - Theme.gap * 3) / 2 : width
    readonly property var keys: wide ? ["1", "2", "3", "erase", "4", "5", "6", "0", "7", "8", "9", extra]
                                     : ["1", "2", "3", "4", "5", "6", "7", "8", "9", extra, "0", "erase"]
    columns: wide ? 2 : 1
    columnSpacing: Theme.gap * 3
    rowSpacing: Theme.gap * 2

    Column {
        width: entry.half
        spacing: Theme.gap
        Rectangle {
            width: parent.width
            height: Math.max(Theme.target * 1.2, content.height + Theme.gap)
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.line * 2
            border.color: Form.error.length > 0 ? Theme.warning : Theme.accent
            Item {
                id: content
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.margins: Theme.gap * 1.5
                anchors.verticalCenter: parent.verticalCenter
                height: entry.dated ? date.height : number.height
                Flow {
                    id: date
                    visible: entry.dated
                    width: parent.width
                    spacing: Theme.gap * 0.75
                    Repeater {
                        model: Form.parts
                        Row {
                            required property string modelData
                            required property int index
                            spacing: Theme.gap * 0.5
                            Words {
                                text: modelData
                                font.pixelSize: Theme.title
                                font.letterSpacing: Theme.title * 0.08
                                font.family: "Noto Sans Mono CJK SC"
                                lineHeight: 1.1
                            }
                            Words {
                                anchors.bottom: parent.bottom
                                text: entry.units[index]
                                soft: true
                                lineHeight: 1.15
                            }
                        }
                    }
                }
                Words {
                    id: number
                    visible: !entry.dated
                    objectName: "typed"
                    width: parent.width
                    text: Form.value
                    font.pixelSize: Theme.title
                    font.letterSpacing: Theme.title * 0.06
                    wrapMode: Text.WrapAnywhere
                    lineHeight: 1.1
                }
            }
        }
        Item {   // keys below keep their places under a finger
            visible: !entry.wide || Form.error.length > 0
            width: parent.width
            height: Math.max(error.implicitHeight, Math.round(Theme.body * 1.4))
            FieldError {
                id: error
                width: parent.width
            }
        }
        Words {
            visible: entry.help.length > 0
            width: parent.width
            text: entry.help
            soft: true
        }
    }
    Grid {
        id: pad
        LayoutMirroring.enabled: false   // keys stand where they stand everywhere
        readonly property int side: entry.wide ? 4 : 3
        readonly property real keyWidth: Math.floor((entry.half - (side - 1) * spacing) / side)
        columns: side
        spacing: Theme.gap * 0.75
        Repeater {
            model: entry.keys
            Item {
                required property string modelData
                width: pad.keyWidth
                height: Math.max(Theme.target, Math.round((entry.wide ? 20 : 24) * Theme.mm), Math.round(Theme.body * 2))
                ActionButton {
                    objectName: "key-" + modelData
                    visible: modelData !== ""
                    anchors.fill: parent
                    label: modelData === "erase" ? qsTrId("key-erase") : modelData
                    onActivated: modelData === "erase" ? Form.erase() : Form.press(modelData)
                }
            }
        }
    }
}
