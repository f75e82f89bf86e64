// How the card is brought: into the slot, or onto the field where the reader has one.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: place
    property bool wide: false
    readonly property bool beside: Visit.canTap && (wide || !Theme.large || View.reach)
    spacing: Theme.gap * 1.5

    Grid {
        anchors.horizontalCenter: parent.horizontalCenter
        columns: place.beside ? 2 : 1
        columnSpacing: Theme.margin
        rowSpacing: Theme.gap
        Repeater {
            model: Visit.canTap ? ["insert", "tap"] : ["insert"]
            Column {
                id: way
                required property string modelData
                width: place.beside ? (place.width - Theme.margin) / 2 : place.width
                spacing: Theme.gap
                Picture {
                    anchors.horizontalCenter: parent.horizontalCenter
                    kind: way.modelData
                }
                Words {
                    width: parent.width
                    horizontalAlignment: Text.AlignHCenter
                    text: way.modelData === "tap" ? qsTrId("sign-in-tap-how") : qsTrId("sign-in-card-how")
                }
            }
        }
    }
}
