// Where the keys are: a light and a dark line, so that one of them stands out on any ground.
import QtQuick
import Kiosk
import SscKiosk

Rectangle {
    id: ring

    objectName: "ring"
    property Item around
    readonly property int thick: 2 * Theme.line

    visible: around.activeFocus && KeyFocus.byKeys
    color: "transparent"
    radius: Theme.radius
    border.width: thick
    border.color: Theme.focus
    Rectangle {
        anchors.fill: parent
        anchors.margins: ring.thick
        color: "transparent"
        radius: Math.max(0, ring.radius - ring.thick)
        border.width: Theme.line
        border.color: Theme.focusEdge
    }
}
