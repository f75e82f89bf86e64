// A name or number: hidden until its holder presses it, and hidden again when the finger goes.
import QtQuick
import Kiosk
import SscKiosk

Touchable {
    id: field

    property string shown     ///< what everybody may see
    property string whole
    property alias horizontalAlignment: words.horizontalAlignment

    name: qsTrId("masked-name").arg(shown)
    hint: qsTrId("masked-hint")
    implicitHeight: Math.max(Theme.target * 0.75, words.implicitHeight)
    color: down ? Theme.pressed : "transparent"

    Words {
        id: words
        anchors.left: parent.left
        anchors.right: eye.left
        anchors.rightMargin: Theme.gap / 2
        anchors.verticalCenter: parent.verticalCenter
        text: field.down ? field.whole : field.shown
        lineHeight: 1.1
        Accessible.ignored: true
    }
    Words {
        id: eye
        anchors.right: parent.right
        anchors.verticalCenter: parent.verticalCenter
        text: qsTrId("masked-press")
        font.pixelSize: Theme.small
        lineHeight: 1
        color: Theme.accent
        Accessible.ignored: true
    }
}
