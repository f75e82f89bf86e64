// Letters and digits: the first letters of a name's pinyin, or a service's number.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: pad

    property bool wide: false
    readonly property int fitting: Math.floor((width + spacing) / (Theme.target + spacing))
    readonly property int most: Math.min(wide ? 20 : 10, fitting)
    // As on a typewriter where it fits, else in the order of the alphabet.
    readonly property var rows: {
        if (most === 20) return ["1234567890QWERTYUIOP", "ASDFGHJKLZXCVBNM"]
        if (most === 10) return ["1234567890", "QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM"]
        return ("1234567890ABCDEFGHIJKLMNOPQRSTUVWXYZ".match(new RegExp(".{1," + Math.max(most, 1) + "}", "g")))
    }
    readonly property real keyWidth: (width - (most - 1) * spacing) / most
    spacing: Theme.gap / 2

    Rectangle {
        width: parent.width
        height: Math.max(Theme.target, typed.implicitHeight)
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.line * 2
        border.color: Theme.accent
        Words {
            id: typed
            objectName: "typed"
            anchors.left: parent.left
            anchors.leftMargin: Theme.gap
            anchors.verticalCenter: parent.verticalCenter
            text: Services.typed
            font.letterSpacing: Theme.gap / 2
            lineHeight: 1
        }
    }
    Repeater {
        model: pad.rows
        Row {
            id: line
            LayoutMirroring.enabled: false   // keys stand where they stand everywhere
            required property string modelData
            required property int index
            anchors.horizontalCenter: parent.horizontalCenter
            spacing: Theme.gap / 2
            Repeater {
                model: line.modelData.length
                ActionButton {
                    required property int index
                    readonly property string key: line.modelData[index]
                    objectName: "type-" + key
                    width: pad.keyWidth
                    label: key
                    onActivated: Services.type(key)
                }
            }
            ActionButton {
                objectName: "type-erase"
                visible: line.index === pad.rows.length - 1
                width: pad.keyWidth * 2 + Theme.gap / 2
                label: qsTrId("key-erase")
                onActivated: Services.erase()
            }
        }
    }
}
