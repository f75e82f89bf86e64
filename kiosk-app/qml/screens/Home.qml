// S1: eight tiles at most, nothing that moves, nothing that asks.
import QtQuick
import Kiosk
import SscKiosk

Item {
    id: home
    property bool wide: false
    property real above: 0   ///< as of a Page
    readonly property bool low: View.reach && !wide
    readonly property int columns: wide ? (View.elder ? 3 : 4) : (View.elder ? 1 : 2)
    readonly property int rows: Math.ceil(Services.tiles.length / columns)
    readonly property var signs: ({records: "查", prints: "印", card: "卡", benefits: "领", apply: "办", medical: "医", pay: "缴", more: "全"})

    Column {
        id: head
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        y: home.low ? -home.above - height - Theme.gap : Theme.margin
        spacing: Theme.gap / 2
        Words {
            width: parent.width
            text: View.welcome
            font.pixelSize: Theme.title
            font.weight: Font.Medium
            lineHeight: 1.2
            Accessible.role: Accessible.Heading
        }
        Words {
            width: parent.width
            text: Condition.byCard ? qsTrId("home-how") : qsTrId("home-how-no-card")
            soft: true
        }
        Lost {
            width: parent.width
        }
    }
    Flickable {   // all tiles fit; it moves only where letters are larger than in any mode
        id: scroll
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: home.low ? parent.top : head.bottom
        anchors.bottom: foot.top
        anchors.margins: Theme.margin
        contentHeight: grid.height
        interactive: contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        clip: interactive

        Grid {
            id: grid
            readonly property real fitting: (scroll.height - (home.rows - 1) * spacing) / home.rows
            readonly property real least: {
                let most = 0
                for (let i = 0; i < tiles.count; ++i)
                    most = Math.max(most, tiles.itemAt(i) ? tiles.itemAt(i).implicitHeight : 0)
                return most
            }
            width: scroll.width
            columns: home.columns
            spacing: Theme.gap
            Repeater {
                id: tiles
                model: Services.tiles
                Tile {
                    required property var modelData
                    objectName: "tile-" + modelData.id
                    width: (grid.width - (home.columns - 1) * grid.spacing) / home.columns
                    height: Math.max(grid.least, Math.min(Theme.target * 4, grid.fitting))
                    title: modelData.title
                    hint: View.elder ? "" : modelData.hint  // fewer words where they are large
                    sign: home.signs[modelData.id]
                    onActivated: Visit.openTile(modelData.id)
                }
            }
        }
    }
    Row {
        id: foot
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.margin
        spacing: Theme.gap
        Words {
            width: parent.width - reach.width - parent.spacing
            anchors.verticalCenter: parent.verticalCenter
            text: View.helpText
            font.pixelSize: Theme.small
            soft: true
        }
        ActionButton {
            id: reach
            objectName: "reach"
            visible: !home.wide
            width: visible ? implicitWidth : 0
            label: View.reach ? qsTrId("home-reach-off") : qsTrId("home-reach-on")
            onActivated: View.reach = !View.reach
        }
    }
}
