// Answers one below the other: each with what is wrong with it, and a way to change it.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: list

    property var lines: []
    spacing: Theme.gap * 0.75

    Repeater {
        model: list.lines
        Rectangle {
            id: card
            required property var modelData
            readonly property bool isMasked: modelData.masked !== undefined
            readonly property bool isWrong: modelData.error !== undefined
            objectName: "line-" + modelData.id
            width: list.width
            height: Math.max(texts.height, change.height) + 2 * Theme.gap * 0.75
            radius: Theme.radius
            color: Theme.surface
            border.width: isWrong ? 2 * Theme.line : Theme.line
            border.color: isWrong ? Theme.warning : Theme.border

            Column {
                id: texts
                anchors.left: parent.left
                anchors.leftMargin: Theme.gap * 1.5
                anchors.right: change.left
                anchors.rightMargin: Theme.gap
                anchors.verticalCenter: parent.verticalCenter
                Words {
                    width: parent.width
                    text: card.modelData.label
                    font.pixelSize: Theme.small
                    soft: true
                    lineHeight: 1.15
                }
                Words {
                    visible: !card.isMasked
                    width: parent.width
                    text: card.modelData.text === "" ? qsTrId("form-empty") : card.modelData.text
                    soft: card.modelData.text === ""
                    lineHeight: 1.2
                }
                Masked {
                    visible: card.isMasked
                    width: parent.width
                    shown: card.modelData.masked || ""
                    whole: card.modelData.text
                }
                Words {
                    visible: card.isWrong
                    width: parent.width
                    text: card.modelData.error || ""
                    color: Theme.warning
                    lineHeight: 1.2
                    Accessible.role: Accessible.AlertMessage
                }
            }
            ActionButton {
                id: change
                objectName: "change-" + card.modelData.id
                anchors.right: parent.right
                anchors.rightMargin: Theme.gap * 0.75
                anchors.verticalCenter: parent.verticalCenter
                label: qsTrId("form-change")
                name: qsTrId("form-change-name").arg(card.modelData.label)
                onActivated: Form.change(card.modelData.id)
            }
        }
    }
}
