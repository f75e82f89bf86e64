// What can be touched: also by keyboard or switch, with a name for those who listen.
import QtQuick
import Kiosk
import SscKiosk

Rectangle {
    id: touchable

    property string name
    property string hint
    readonly property bool down: area.pressed
    signal activated()

    implicitWidth: Theme.target
    implicitHeight: Theme.target
    radius: Theme.radius
    activeFocusOnTab: enabled
    opacity: enabled ? 1 : 0.5

    Accessible.role: Accessible.Button
    Accessible.name: name
    Accessible.description: hint
    Accessible.focusable: true
    Accessible.onPressAction: touchable.activated()

    Keys.onReturnPressed: activated()
    Keys.onEnterPressed: activated()
    Keys.onSpacePressed: activated()

    MouseArea {
        id: area
        anchors.fill: parent
        onPressed: Screens.active()
        onClicked: {
            touchable.forceActiveFocus(Qt.MouseFocusReason)
            touchable.activated()
        }
    }
    Rectangle {
        visible: touchable.activeFocus && FocusMode.byKeys
        anchors.fill: parent
        anchors.margins: -2 * Theme.line
        color: "transparent"
        radius: touchable.radius + 2 * Theme.line
        border.width: 2 * Theme.line
        border.color: Theme.focus
    }
}
