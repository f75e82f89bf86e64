// Amounts over time: bars from the oldest to the newest, with the least, the most and both ends in words.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: chart

    property var points: []
    property string title
    readonly property var inOrder: points.slice().sort((a, b) => a.at < b.at ? -1 : 1)
    readonly property real most: Math.max(...points.map(p => p.value), 1)
    readonly property string mostText: (points.find(p => p.value === most) || ({text: ""})).text
    spacing: Theme.gap / 2
    Accessible.role: Accessible.Graphic
    Accessible.name: points.length === 0 ? "" : qsTrId("chart-name").arg(title).arg(inOrder[0].label).arg(
        inOrder[inOrder.length - 1].label).arg(mostText)

    Words {
        width: parent.width
        text: qsTrId("chart-most").arg(chart.title).arg(chart.mostText)
        font.pixelSize: Theme.small
        soft: true
        lineHeight: 1.1
        Accessible.ignored: true
    }
    Row {
        id: bars
        width: parent.width
        height: Math.round(30 * Theme.mm)
        spacing: Math.max(1, Math.round(width / Math.max(chart.points.length, 1) * 0.25))
        Repeater {
            model: chart.inOrder
            Item {
                required property var modelData
                width: (bars.width - (chart.points.length - 1) * bars.spacing) / chart.points.length
                height: bars.height
                Rectangle {
                    anchors.bottom: parent.bottom
                    width: parent.width
                    height: Math.max(Theme.line, parent.height * modelData.value / chart.most)
                    color: Theme.accent
                }
            }
        }
    }
    Item {
        width: parent.width
        height: from.height
        Words {
            id: from
            text: chart.points.length === 0 ? "" : chart.inOrder[0].label
            font.pixelSize: Theme.small
            soft: true
            lineHeight: 1
            Accessible.ignored: true
        }
        Words {
            anchors.right: parent.right
            text: chart.points.length === 0 ? "" : chart.inOrder[chart.inOrder.length - 1].label
            font.pixelSize: Theme.small
            soft: true
            lineHeight: 1
            Accessible.ignored: true
        }
    }
}
