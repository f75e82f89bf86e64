// Hanzi for the letters that were typed, as many as fit; the last button shows more.
import QtQuick
import Kiosk
import SscKiosk

Row {
    id: row

    property int from: 0
    readonly property var all: Form.candidates
    readonly property var shown: {
        const found = []
        let room = width - Theme.target - spacing
        for (let i = from; i < all.length && room >= widthOf(all[i]); ++i) {
            found.push(i)
            room -= widthOf(all[i]) + spacing
        }
        return found
    }
    function widthOf(text) {
        return Math.max(Theme.target, text.length * Theme.body * 1.05 + Theme.gap * 2)
    }
    spacing: Theme.gap / 2
    onAllChanged: from = 0

    Repeater {
        model: row.shown
        ActionButton {
            required property int modelData
            required property int index
            objectName: "hanzi-" + index
            width: row.widthOf(row.all[modelData] || "")
            height: row.height
            label: row.all[modelData] || ""
            onActivated: Form.pick(modelData)
        }
    }
    ActionButton {
        objectName: "hanzi-more"
        visible: row.all.length > row.shown.length
        name: qsTrId("key-more")
        width: Theme.target
        height: row.height
        label: View.mirrored ? "‹" : "›"
        onActivated: row.from = row.shown.length > 0 && row.from + row.shown.length < row.all.length ? row.from + row.shown.length : 0
    }
}
