// One record: a line for each value.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: record

    property var columns
    property var cells
    property var shown   ///< which of them
    // Amounts of a record end at one place, and begin where the other values do.
    readonly property real amountWidth: digits.font.pixelSize > 0 ? Math.max(0, ...amounts.map(i => digits.advanceWidth(cells[i].text))) : 0
    readonly property var amounts: shown.filter(i => columns[i].money === true && cells[i] !== undefined)
    spacing: Theme.gap * 0.6

    FontMetrics {
        id: digits
        font.family: Theme.family
        font.pixelSize: Theme.body
    }
    Repeater {
        model: record.shown
        Item {
            id: line
            required property int modelData
            readonly property var cell: record.cells[modelData] || ({text: ""})
            readonly property bool isMasked: cell.masked !== undefined
            width: record.width
            height: Math.max(label.height, value.height)

            Words {
                id: label
                anchors.left: parent.left
                width: parent.width * 0.38
                text: record.columns[line.modelData].label
                soft: true
                lineHeight: 1.15
            }
            Loader {
                id: value
                anchors.left: label.right
                anchors.leftMargin: Theme.gap
                anchors.right: parent.right
                sourceComponent: line.isMasked ? secret : (record.columns[line.modelData].money === true ? amount : open)
            }
            Component {
                id: amount
                Item {
                    implicitHeight: sum.height
                    Amount {
                        id: sum
                        width: Math.ceil(record.amountWidth)
                        text: line.cell.text
                        spoken: line.cell.spoken || ""
                    }
                }
            }
            Component {
                id: open
                Words {
                    text: line.cell.text
                    lineHeight: 1.15
                }
            }
            Component {
                id: secret
                Masked {
                    shown: line.cell.masked
                    whole: line.cell.text
                }
            }
        }
    }
}
