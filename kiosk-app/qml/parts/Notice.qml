// Something to know, beside what one does.
import QtQuick
import Kiosk
import SscKiosk

Rectangle {
    id: notice

    property alias text: words.text
    property bool urgent: false

    implicitHeight: words.implicitHeight + 2 * Theme.gap
    radius: Theme.radius
    color: urgent ? Theme.warningGround : Theme.accentSoft
    border.width: Theme.contrast ? Theme.line : 0
    border.color: Theme.border

    Words {
        id: words
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.gap * 1.5
        anchors.verticalCenter: parent.verticalCenter
        color: notice.urgent ? Theme.warning : (Theme.contrast ? "#000000" : Theme.ink)
        lineHeight: 1.25
    }
}
