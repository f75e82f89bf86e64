// One of several: big buttons, the chosen one says so by a mark and by colour.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: list

    property var choices: []
    property bool wide: false
    readonly property bool isShort: choices.every(choice => choice.text.length <= (/[\u4e00-\u9fff]/.test(choice.text) ? 8 : 16))
    readonly property int columns: choices.length === 2 || wide || (choices.length > 6 && isShort && !View.elder) ? 2 : 1
    spacing: Theme.gap

    Grid {
        width: parent.width
        columns: list.columns
        spacing: Theme.gap * 0.75
        Repeater {
            model: list.choices
            Touchable {
                id: choice
                required property var modelData
                readonly property bool chosen: Form.value === modelData.code
                objectName: "choice-" + modelData.code
                name: modelData.text
                Accessible.role: Accessible.RadioButton
                Accessible.checkable: true
                Accessible.checked: chosen
                width: (list.width - (list.columns - 1) * Theme.gap * 0.75) / list.columns
                height: Math.max(Theme.target, words.implicitHeight + Theme.gap)
                color: down ? Theme.pressed : (chosen && !Theme.contrast ? Theme.accentSoft : Theme.surface)
                border.width: chosen ? 2 * Theme.line : Theme.line
                border.color: chosen ? Theme.accent : Theme.edge
                onActivated: Form.choose(modelData.code)

                Rectangle {
                    id: mark
                    anchors.left: parent.left
                    anchors.leftMargin: Theme.gap * 1.5
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.body * 0.9
                    height: width
                    radius: width / 2
                    color: Theme.surface
                    border.width: 1.5 * Theme.line
                    border.color: choice.chosen ? Theme.accent : Theme.softInk
                    Rectangle {
                        visible: choice.chosen
                        anchors.centerIn: parent
                        width: parent.width * 0.55
                        height: width
                        radius: width / 2
                        color: Theme.accent
                    }
                }
                Words {
                    id: words
                    anchors.left: mark.right
                    anchors.leftMargin: Theme.gap
                    anchors.right: parent.right
                    anchors.rightMargin: Theme.gap
                    anchors.verticalCenter: parent.verticalCenter
                    text: choice.modelData.text
                    font.weight: choice.chosen ? Font.Medium : Font.Normal
                    lineHeight: 1.15
                    Accessible.ignored: true
                }
            }
        }
    }
    FieldError { width: parent.width }
}
