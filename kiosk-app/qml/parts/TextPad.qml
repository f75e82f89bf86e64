// A keyboard on the screen: letters and digits of a number on paper, or words, whose letters become hanzi. As on a typewriter
// where that fits, else in the order of the alphabet.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: pad

    property bool wide: false
    property bool words: false   ///< hanzi, blanks and signs besides
    property bool small: !Form.pinyin   ///< Latin letters: small ones
    readonly property bool beside: wide && View.elder
    readonly property int fitting: Math.floor((width + spacing) / (Theme.target + spacing))
    readonly property int most: fitting >= 20 ? 20 : (fitting >= 14 ? 14 : (fitting >= 10 ? 10 : Math.max(fitting, 4)))
    readonly property real cell: (width - (most - 1) * spacing) / most
    readonly property var spans: ({erase: most === 10 || most === 20 ? 3 : 2, mode: 2, space: most === 20 ? 12 : (most === 10 ? 5 : 2)})
    readonly property var rows: {
        const digits = "1234567890", top = "qwertyuiop", home = "asdfghjkl", bottom = "zxcvbnm"
        if (most === 10)
            return words ? [[...digits], [...top], [...home, "、"], [...bottom, "erase"], ["mode", "-", "space", "，", "。"]]
                         : [[...digits], [...top], [...home, "-"], [...bottom, "erase"]]
        if (most === 20)
            return words ? [[...digits, ...top], [...home, ...bottom, "-", "erase"], ["mode", "（", "）", "space", "、", "，", "。", "："]]
                         : [[...digits, ...top], [...home, ...bottom, "-", "erase"]]
        return packed([...digits, ..."abcdefghijklmnopqrstuvwxyz", ...(words ? ["mode", "space", "erase"] : ["-", "erase"])])
    }
    function packed(keys) {
        const lines = [[]]
        let used = 0
        for (const key of keys) {
            const span = spans[key] || 1
            if (used + span > most) {
                lines.push([])
                used = 0
            }
            lines[lines.length - 1].push(key)
            used += span
        }
        return lines
    }
    function shownOn(key) {
        if (key === "erase") return qsTrId("key-erase")
        if (key === "space") return qsTrId("key-space")
        if (key === "mode") return Form.pinyin ? "拼音" : (small ? "abc" : "ABC")
        return words && !Form.pinyin && small ? key : key.toUpperCase()
    }
    function press(key) {
        if (key === "erase") Form.erase()
        else if (key === "space") Form.press(" ")
        else if (key === "mode") switchMode()
        else Form.press(words && (Form.pinyin || small) ? key : key.toUpperCase())
    }
    function switchMode() {  // hanzi, then capitals, then small letters
        if (!Form.pinyin && !small) {
            small = true
        } else {
            small = false
            Form.setPinyin(!Form.pinyin)
        }
    }
    spacing: Theme.gap / 2

    Grid {
        id: above
        width: parent.width
        columns: pad.beside ? 2 : 1
        spacing: Theme.gap / 2
        readonly property real part: pad.beside ? (width - spacing) / 2 : width
        TextField {
            visible: pad.wide
            width: above.part
            most: pad.beside ? Theme.target : Theme.body * 2.6
        }
        CandidateRow {
            visible: pad.words
            width: above.part
            height: Math.max(Theme.target, Math.round(Theme.body * 2))
        }
    }
    Repeater {
        model: pad.rows
        Row {
            id: line
            LayoutMirroring.enabled: false   // keys stand where they stand everywhere
            required property var modelData
            spacing: pad.spacing
            Repeater {
                model: line.modelData
                ActionButton {
                    required property string modelData
                    readonly property int span: pad.spans[modelData] || 1
                    objectName: "type-" + modelData
                    width: pad.cell * span + (span - 1) * pad.spacing
                    label: pad.shownOn(modelData)
                    onActivated: pad.press(modelData)
                }
            }
        }
    }
}
