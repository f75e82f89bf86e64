// Money: digits of one width, so that points stand under each other; to the right of the room it is given. Who listens hears
// it in words, with the unit, which a heading says to those who see.
import QtQuick
import Kiosk
import SscKiosk

Words {
    property string spoken

    lineHeight: 1.15
    horizontalAlignment: Text.AlignRight
    wrapMode: Text.NoWrap
    Accessible.name: spoken !== "" ? spoken : text
}
