// Text as people read it here.
import QtQuick
import Kiosk
import SscKiosk

Text {
    property bool soft: false

    font.family: Theme.family
    font.pixelSize: Theme.body
    lineHeight: Theme.lineHeight
    wrapMode: Text.Wrap
    horizontalAlignment: Text.AlignLeft  // where reading begins in the screen's language, whatever script this text is in
    color: soft ? Theme.softInk : Theme.ink
    textFormat: Text.PlainText
    Accessible.role: Accessible.StaticText
    Accessible.name: text
}
