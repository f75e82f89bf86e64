import QtQuick
import QtTest
import Kiosk
import SscKiosk

Item {
    width: 900
    height: 900

    Touchable { id: behind; name: "后" }
    Loader {
        id: asking
        anchors.fill: parent
        active: false
        sourceComponent: StillThere {}
        onItemChanged: KeyFocus.question = item
    }

    TestCase {
        name: "StillThere"
        when: windowShown

        function initTestCase() {
            KeyFocus.follow(behind.Window.window)
        }
        function test_the_question_takes_the_focus_keeps_it_and_gives_it_back() {
            behind.forceActiveFocus()
            asking.active = true
            const stay = findChild(asking.item, "stay")
            verify(stay.activeFocus)
            for (const key of [Qt.Key_Tab, Qt.Key_Up, Qt.Key_Down]) {
                keyClick(key)
                verify(stay.activeFocus)
            }
            asking.active = false
            verify(behind.activeFocus)
        }
    }
}
