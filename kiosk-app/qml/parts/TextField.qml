// What was typed so far, and what is wrong with it. Of a long text the end is seen.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: field

    property real most: Theme.body * 8
    property bool tall: false
    spacing: Theme.gap / 2

    Rectangle {
        width: parent.width
        height: Math.max(field.tall ? Theme.target * 1.6 : Theme.target, Math.min(written.implicitHeight, field.most) + Theme.gap)
        radius: Theme.radius
        color: Theme.surface
        border.width: Theme.line * 2
        border.color: Form.error.length > 0 ? Theme.warning : Theme.accent
        clip: true
        Words {
            id: written
            objectName: "typed"
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.leftMargin: Theme.gap
            anchors.rightMargin: Theme.gap
            y: field.tall && height < parent.height - Theme.gap ? Theme.gap / 2
                                                                : Math.min((parent.height - height) / 2, parent.height - height - Theme.gap / 2)
            text: Form.value + Form.letters
            wrapMode: Text.WrapAnywhere
            lineHeight: 1.2
        }
    }
    FieldError {
        width: parent.width
        font.pixelSize: Theme.small
    }
}
