// Always there: who serves, large letters, contrast, language, help.
import QtQuick
import Kiosk
import SscKiosk

Rectangle {
    id: bar

    implicitHeight: row.height + Theme.gap
    color: Theme.surface
    border.width: Theme.contrast ? Theme.line : 0
    border.color: Theme.border

    component Switch: Touchable {
        id: toggle
        property alias label: words.text
        property bool on: false
        name: label
        Accessible.role: Accessible.CheckBox
        Accessible.checkable: true
        Accessible.checked: on
        implicitWidth: Math.max(Theme.target, words.implicitWidth + Theme.gap * 1.5)
        color: on ? Theme.accent : (down ? Theme.pressed : Theme.surface)
        border.width: Theme.line
        border.color: on ? Theme.accent : Theme.edge
        Words {
            id: words
            anchors.centerIn: parent
            font.pixelSize: Theme.small
            lineHeight: 1
            wrapMode: Text.NoWrap
            color: toggle.on ? Theme.inkOnAccent : Theme.ink
            Accessible.ignored: true
        }
    }

    Flow {
        id: row
        // At the end of the line, in the order in which it is read and walked by keys.
        readonly property real all: {
            let sum = -spacing
            for (let i = 0; i < children.length; ++i)
                if (children[i].visible) sum += children[i].width + spacing
            return Math.ceil(sum) + 1
        }
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        anchors.rightMargin: Theme.margin
        width: Math.min(all, parent.width - 2 * Theme.margin)
        spacing: Theme.gap

        Switch {
            objectName: "elder"
            label: qsTrId("bar-elder")
            on: View.elder
            onActivated: View.elder = !View.elder
        }
        Switch {
            objectName: "contrast"
            label: qsTrId("bar-contrast")
            on: View.contrast
            onActivated: View.contrast = !View.contrast
        }
        Switch {
            objectName: "language"
            visible: label !== ""
            label: View.otherLanguage
            Accessible.role: Accessible.Button
            onActivated: View.switchLanguage()
        }
        Switch {
            objectName: "help"
            visible: Screens.canCallHelp
            label: qsTrId("bar-help")
            Accessible.role: Accessible.Button
            onActivated: Visit.send("helpAsked")
        }
    }
    Rectangle {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        height: Theme.line
        color: Theme.border
    }
}
