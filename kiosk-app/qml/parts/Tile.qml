// A big tile: a name, and what is behind it.
import QtQuick
import Kiosk
import SscKiosk

Touchable {
    id: tile

    property string title
    property string sign   ///< one hanzi that stands for the tile: never the only thing it says

    name: title
    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.gap, mark.height + Theme.gap / 2)
    color: down ? Theme.pressed : Theme.surface
    border.width: Theme.line
    border.color: Theme.edge

    Rectangle {
        id: mark
        anchors.left: parent.left
        anchors.leftMargin: Theme.gap * 1.5
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.title * 1.7
        height: width
        radius: width / 2
        color: Theme.accent
        Words {
            anchors.centerIn: parent
            text: tile.sign
            font.pixelSize: Theme.title * 0.9
            font.weight: Font.Medium
            lineHeight: 1
            color: Theme.inkOnAccent
            Accessible.ignored: true
        }
    }
    Column {
        id: texts
        anchors.left: mark.right
        anchors.leftMargin: Theme.gap * 1.2
        anchors.right: parent.right
        anchors.rightMargin: Theme.gap
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.gap * 0.4
        Words {
            id: words
            width: parent.width
            text: tile.title
            font.pixelSize: Theme.title
            font.weight: Font.Medium
            lineHeight: 1.1
            Accessible.ignored: true
        }
        Words {   // where there is room for it
            width: parent.width
            visible: text.length > 0 && words.implicitHeight + texts.spacing + implicitHeight + Theme.gap / 2 <= tile.height
            text: tile.hint
            font.pixelSize: Theme.small
            lineHeight: 1.15
            soft: true
            Accessible.ignored: true
        }
    }
}
