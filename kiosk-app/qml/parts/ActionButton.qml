// The one next step is filled; other ways out are outlined.
import QtQuick
import Kiosk
import SscKiosk

Touchable {
    id: button

    property bool primary: false
    property alias label: words.text

    name: label
    implicitWidth: Math.max(Theme.target, words.implicitWidth + 2 * Theme.margin)
    implicitHeight: Math.max(Theme.target, words.implicitHeight + Theme.gap)
    color: primary ? (down ? Theme.accentPressed : Theme.accent) : (down ? Theme.pressed : Theme.surface)
    border.width: primary && !Theme.contrast ? 0 : Theme.line
    border.color: primary ? Theme.accent : Theme.edge

    Words {
        id: words
        anchors.centerIn: parent
        width: button.width - Theme.gap
        horizontalAlignment: Text.AlignHCenter
        lineHeight: 1.1
        font.weight: button.primary ? Font.Medium : Font.Normal
        color: button.primary ? Theme.inkOnAccent : Theme.ink
        Accessible.ignored: true
    }
}
