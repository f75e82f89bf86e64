// A line of a list that leads on.
import QtQuick
import Kiosk
import SscKiosk

Touchable {
    id: row

    property string title
    property string note

    name: title
    hint: note
    implicitHeight: Math.max(Theme.target, texts.implicitHeight + Theme.gap * 1.5)
    color: down ? Theme.pressed : Theme.surface
    border.width: Theme.line
    border.color: Theme.edge

    Column {
        id: texts
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap * 1.5
        anchors.right: arrow.left
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        Words {
            width: parent.width
            text: row.title
            lineHeight: 1.2
            Accessible.ignored: true
        }
        Words {
            width: parent.width
            visible: text.length > 0
            text: row.note
            font.pixelSize: Theme.small
            soft: true
            lineHeight: 1.2
            Accessible.ignored: true
        }
    }
    Words {
        id: arrow
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap * 1.5
        anchors.verticalCenter: parent.verticalCenter
        text: View.mirrored ? "‹" : "›"
        font.pixelSize: Theme.title
        lineHeight: 1
        color: Theme.accent
        Accessible.ignored: true
    }
}
