// Rows under each other, amounts to the right.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: table

    property var columns
    property var rows
    property var shown
    readonly property real gapWidth: Theme.gap * 1.5
    // Whatever is short has what it needs; only the long ones share what is left, and break; headings break first. No word or number
    // is broken.
    readonly property var weights: {
        const room = Math.max(1, (width - (shown.length - 1) * gapWidth) / (Theme.small / 2) - shown.length)
        const whole = wants(1), sum = all => all.reduce((a, b) => a + b, 0)
        const least = shown.map(i => Math.max(wordIn(columns[i].label), ...rows.map(row => wordIn(cellText(row[i])))) + 1)
        const given = sum(whole) <= room ? whole : shared(wants(0.5), least, room)
        return given.map(part => part / sum(given))
    }
    function cellText(cell) {
        return cell.masked !== undefined ? cell.masked : cell.text
    }
    function wants(ofHeading) {  // in half the width of a hanzi
        return shown.map(i => Math.max(4, Math.ceil(length(columns[i].label) * ofHeading), wordIn(columns[i].label), ...rows.map(row =>
            length(cellText(row[i])) + (row[i].masked !== undefined ? 10 : 0))) + 1)
    }
    function shared(wanted, least, room) {
        const given = wanted.map(() => 0)
        let left = room, open = wanted.map((_, i) => i)
        while (open.length > 0) {
            const share = left / open.length
            const fits = open.find(i => wanted[i] <= share), stiff = open.find(i => least[i] > share)
            if (fits === undefined && stiff === undefined) {
                open.forEach(i => given[i] = share)
                break
            }
            const settled = fits !== undefined ? fits : stiff
            given[settled] = fits !== undefined ? wanted[settled] : least[settled]
            left -= given[settled]
            open = open.filter(i => i !== settled)
        }
        return given
    }
    function wordIn(text) {  // the longest piece that no line may break
        return Math.max(...String(text).split(/[\s\u2e80-\uffff]+/).map(word => length(word)))
    }
    function length(text) {
        let n = 0
        for (const c of String(text)) n += c.charCodeAt(0) > 0x2E7F ? 2 : 1.12
        return n
    }

    component Cells: Row {
        id: line
        property var texts: []
        property bool head: false
        readonly property bool hasMasked: !head && texts.some(cell => cell.masked !== undefined)
        width: table.width
        spacing: table.gapWidth
        Repeater {
            model: table.shown.length
            Item {
                id: place
                required property int index
                readonly property var cell: line.texts[index]
                readonly property var column: table.columns[table.shown[index]]
                width: (line.width - (table.shown.length - 1) * line.spacing) * table.weights[index]
                height: content.height
                anchors.verticalCenter: line.hasMasked ? parent.verticalCenter : undefined
                Loader {
                    id: content
                    width: parent.width
                    sourceComponent: line.head ? open : (place.cell.masked !== undefined ? secret : (place.column.money === true ? amount : open))
                }
                Component {
                    id: amount
                    Amount {
                        text: place.cell.text
                        spoken: place.cell.spoken || ""
                        font.pixelSize: Theme.small
                    }
                }
                Component {
                    id: open
                    Words {
                        text: line.head ? place.cell : place.cell.text
                        soft: line.head
                        font.pixelSize: Theme.small
                        lineHeight: 1.15
                        horizontalAlignment: place.column.right ? Text.AlignRight : Text.AlignLeft
                    }
                }
                Component {
                    id: secret
                    Masked {
                        shown: place.cell.masked
                        whole: place.cell.text
                    }
                }
            }
        }
    }

    spacing: Theme.gap * 0.6
    Cells {
        head: true
        texts: table.shown.map(i => table.columns[i].label)
    }
    Repeater {
        model: table.rows
        Column {
            required property var modelData
            width: table.width
            spacing: Theme.gap * 0.6
            Rectangle {
                width: parent.width
                height: Theme.line
                color: Theme.border
            }
            Cells { texts: table.shown.map(i => modelData[i]) }
        }
    }
}
