// What can be touched: also by keyboard or switch, with a name for those who listen.
import QtQuick
import Kiosk
import SscKiosk

Rectangle {
    id: touchable

    property string name
    property string hint
    readonly property bool down: area.pressed || held
    property bool held: false   ///< by a key
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

    // A key that is held down acts once, also when the next screen comes meanwhile.
    Keys.onPressed: event => {
        if (!isPress(event.key) || event.modifiers & ~(Qt.ShiftModifier | Qt.KeypadModifier)) return
        event.accepted = true
        if (event.isAutoRepeat) return
        held = true
        activated()
    }
    Keys.onReleased: event => {
        if (isPress(event.key) && !event.isAutoRepeat) held = false
    }
    onActiveFocusChanged: held = false
    function isPress(key) {
        return key === Qt.Key_Return || key === Qt.Key_Enter || key === Qt.Key_Space
    }

    MouseArea {
        id: area
        anchors.fill: parent
        onClicked: {
            touchable.forceActiveFocus(Qt.MouseFocusReason)
            touchable.activated()
        }
    }
    FocusRing {
        anchors.fill: parent
        around: touchable
    }
}
