// A big tile with an answer in everyday words; below it the official name of what it leads to.
import QtQuick
import Kiosk
import SscKiosk

Touchable {
    id: tile

    property string title
    property string note

    name: title
    hint: note
    implicitHeight: texts.implicitHeight + Theme.gap * 2
    color: down ? Theme.pressed : Theme.surface
    border.width: Theme.line
    border.color: Theme.edge

    Column {
        id: texts
        anchors.left: parent.left
        anchors.right: arrow.left
        anchors.leftMargin: Theme.gap * 1.5
        anchors.rightMargin: Theme.gap / 2
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap * 0.4
        Words {
            width: parent.width
            text: tile.title
            font.pixelSize: Math.round((Theme.body + Theme.title) / 2)
            font.weight: Font.Medium
            lineHeight: 1.15
            Accessible.ignored: true
        }
        Words {
            width: parent.width
            visible: text.length > 0
            text: tile.note
            font.pixelSize: Theme.small
            lineHeight: 1.15
            soft: true
            Accessible.ignored: true
        }
    }
    Words {
        id: arrow
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        text: View.mirrored ? "‹" : "›"
        font.pixelSize: Theme.title
        lineHeight: 1
        color: Theme.accent
        Accessible.ignored: true
    }
}
