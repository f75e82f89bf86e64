// Digits, as big as fingers want them. On a low screen the last row stands beside the others.
import QtQuick
import SscKiosk

Grid {
    id: pad
    LayoutMirroring.enabled: false   // keys stand where they stand everywhere

    property bool low: false
    property bool canFinish: true
    readonly property int keyHeight: Math.max(Theme.target, Math.round((low ? 20 : 24) * Theme.mm), Math.round(erase.implicitHeight))
    readonly property int keyWidth: Math.max(Math.round(keyHeight * 1.35), Math.round(erase.implicitWidth))
    readonly property var keys: low ? ["1", "2", "3", "erase", "4", "5", "6", "0", "7", "8", "9", "done"]
                                    : ["1", "2", "3", "4", "5", "6", "7", "8", "9", "erase", "0", "done"]
    signal digit(int value)
    signal erased()
    signal done()

    columns: low ? 4 : 3
    spacing: Theme.gap

    ActionButton {  // only measures the longest word
        id: erase
        visible: false
        label: qsTrId("key-erase")
    }
    Repeater {
        model: pad.keys
        ActionButton {
            required property string modelData
            objectName: "key-" + modelData
            width: pad.keyWidth
            height: pad.keyHeight
            label: modelData === "erase" ? qsTrId("key-erase") : (modelData === "done" ? qsTrId("key-done") : modelData)
            primary: modelData === "done"
            enabled: modelData !== "done" || pad.canFinish
            onActivated: {
                if (modelData === "erase") pad.erased()
                else if (modelData === "done") pad.done()
                else pad.digit(Number(modelData))
            }
        }
    }
}
