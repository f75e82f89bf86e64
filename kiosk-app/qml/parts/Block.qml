// Rows of one data set: what is the same in all of them once, the rest as a table where it fits, else a card each.
import QtQuick
import Kiosk
import SscKiosk

Rectangle {
    id: frame

    property var block
    property int columnsAtMost: 4
    property int place: 0   ///< among the blocks of the answer
    readonly property var columns: block.columns || []
    readonly property var rows: block.rows || []
    readonly property var varying: indexes(rows.length > 1 ? c => !c.constant : c => true)
    readonly property var constant: rows.length > 1 ? indexes(c => c.constant) : []
    readonly property bool isTable: rows.length > 1 && varying.length <= columnsAtMost && varying.length > 0

    function indexes(wanted) {
        const found = []
        for (let i = 0; i < columns.length; ++i)
            if (wanted(columns[i])) found.push(i)
        return found
    }

    implicitHeight: content.height + 2 * Theme.gap * 1.5
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.line
    border.color: Theme.border

    Column {
        id: content
        x: Theme.gap * 1.5
        y: Theme.gap * 1.5
        width: parent.width - 2 * x
        spacing: Theme.gap

        Words {
            width: parent.width
            text: frame.block.title || ""
            visible: text.length > 0
            font.weight: Font.Medium
            lineHeight: 1.15
            Accessible.role: Accessible.Heading
        }
        Words {
            width: parent.width
            objectName: "as-of"
            visible: (frame.block.asOf || "").length > 0
            text: qsTrId("as-of").arg(frame.block.asOf || "")
            font.pixelSize: Theme.small
            soft: true
            lineHeight: 1.1
        }
        Notice {
            width: parent.width
            visible: (frame.block.error || "").length > 0
            urgent: true
            text: frame.block.error || ""
        }
        Words {
            width: parent.width
            visible: frame.rows.length === 0 && !frame.block.error && !frame.block.words
            text: qsTrId("no-records")
        }
        Words {
            width: parent.width
            visible: text.length > 0
            text: frame.block.words || ""
        }
        Record {
            width: parent.width
            visible: frame.constant.length > 0
            columns: frame.columns
            cells: frame.rows[0] || []
            shown: frame.constant
        }
        Chart {
            width: parent.width
            visible: points.length > 0
            points: frame.block.chart || []
            title: frame.block.chartTitle || ""
        }
        Loader {
            width: parent.width
            sourceComponent: frame.isTable ? table : records
        }
        ActionButton {   // of a table: which line it is, is asked then
            objectName: "wrong-" + frame.place
            anchors.right: parent.right
            visible: frame.block.correctable === true && frame.isTable
            label: qsTrId("correct-this")
            onActivated: Visit.correct(frame.place, -1)
        }
    }
    Component {
        id: table
        RecordTable {
            columns: frame.columns
            rows: frame.rows
            shown: frame.varying
        }
    }
    Component {
        id: records
        Column {
            spacing: Theme.gap
            Repeater {
                model: frame.rows
                Column {
                    required property var modelData
                    required property int index
                    width: parent.width
                    spacing: Theme.gap
                    Rectangle {
                        visible: index > 0 || frame.constant.length > 0
                        width: parent.width
                        height: Theme.line
                        color: Theme.border
                    }
                    Record {
                        width: parent.width
                        columns: frame.columns
                        cells: modelData
                        shown: frame.varying
                    }
                    ActionButton {
                        objectName: "wrong-" + frame.place + "-" + index
                        anchors.right: parent.right
                        visible: frame.block.correctable === true
                        label: qsTrId("correct-this")
                        onActivated: Visit.correct(frame.place, index)
                    }
                }
            }
        }
    }
}
