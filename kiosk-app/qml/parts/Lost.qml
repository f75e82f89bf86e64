// What is missing, each in its own words; nothing where everything is there.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: lost

    readonly property bool any: Condition.lost.length > 0

    visible: any
    spacing: Theme.gap / 2
    Repeater {
        model: Condition.lost
        Notice {
            required property string modelData
            objectName: "lost"
            width: lost.width
            urgent: true
            text: modelData
        }
    }
}
