import QtQuick
import QtTest
import Kiosk
import SscKiosk

Item {
    width: 900
    height: 900

    Column {
        spacing: 8
        Touchable { id: touchable; name: "触" }
        Tile { id: tile; width: 400; height: 160; title: "查询"; sign: "查"; hint: "我的记录" }
        ListRow { id: row; width: 400; title: "参保证明"; note: "可以打印" }
        Masked { id: masked; width: 400; shown: "*三"; whole: "张三" }
        Notice { id: notice; width: 200; text: "请稍候。请稍候。请稍候。请稍候。请稍候。" }
        Keypad { id: pad; canFinish: false }
    }
    SignalSpy { id: touched; target: touchable; signalName: "activated" }
    SignalSpy { id: opened; target: tile; signalName: "activated" }
    SignalSpy { id: chosen; target: row; signalName: "activated" }
    SignalSpy { id: digits; target: pad; signalName: "digit" }
    SignalSpy { id: erased; target: pad; signalName: "erased" }
    SignalSpy { id: done; target: pad; signalName: "done" }

    TestCase {
        name: "Parts"
        when: windowShown

        function init() {
            for (const spy of [touched, opened, chosen, digits, erased, done]) spy.clear()
            touchable.enabled = true
            pad.canFinish = false
            View.elder = false
            View.contrast = false
        }
        function texts(item) {
            let all = item.text !== undefined && item.visible ? [item.text] : []
            for (let i = 0; i < item.children.length; ++i) all = all.concat(texts(item.children[i]))
            return all
        }

        function test_a_touch_acts_once_and_counts_as_somebody_being_there() {
            const before = Screens.touches
            mouseClick(touchable)
            compare(touched.count, 1)
            verify(Screens.touches > before)
        }
        function test_keys_act_as_a_touch_does_data() {
            return [{tag: "return", key: Qt.Key_Return}, {tag: "enter", key: Qt.Key_Enter}, {tag: "space", key: Qt.Key_Space}]
        }
        function test_keys_act_as_a_touch_does(data) {
            touchable.forceActiveFocus()
            keyClick(data.key)
            compare(touched.count, 1)
        }
        function test_what_is_switched_off_neither_acts_nor_takes_the_focus() {
            touchable.enabled = false
            mouseClick(touchable)
            compare(touched.count, 0)
            verify(!touchable.activeFocusOnTab)
        }
        function test_a_finger_that_leaves_before_it_lifts_acts_on_nothing() {
            mousePress(row)
            mouseMove(row, row.width + 200, row.height * 3)
            mouseRelease(row, row.width + 200, row.height * 3)
            compare(chosen.count, 0)
        }
        function test_targets_are_20_mm_and_30_in_elder_mode() {
            compare(touchable.implicitHeight, 20 * View.pixelsPerMm)
            verify(row.implicitHeight >= 20 * View.pixelsPerMm)
            View.elder = true
            compare(touchable.implicitHeight, 30 * View.pixelsPerMm)
            verify(row.implicitHeight >= 30 * View.pixelsPerMm)
        }
        function test_a_tile_says_its_name_and_acts() {
            compare(tile.Accessible.name, "查询")
            mouseClick(tile)
            compare(opened.count, 1)
        }
        function test_a_row_says_its_title_and_what_comes_with_it() {
            compare(row.Accessible.name, "参保证明")
            compare(row.Accessible.description, "可以打印")
            mouseClick(row)
            compare(chosen.count, 1)
        }
        function test_a_masked_text_is_whole_only_while_it_is_pressed() {
            verify(texts(masked).indexOf("张三") < 0)
            mousePress(masked)
            verify(texts(masked).indexOf("张三") >= 0)
            mouseRelease(masked)
            verify(texts(masked).indexOf("张三") < 0)
            verify(masked.Accessible.name.indexOf("张三") < 0)
        }
        function test_a_notice_grows_with_its_words() {
            const before = notice.implicitHeight
            notice.text = notice.text + notice.text
            verify(notice.implicitHeight > before)
        }
        function test_the_keypad_says_which_digit_and_finishes_only_when_it_may() {
            mouseClick(findChild(pad, "key-7"))
            compare(digits.count, 1)
            compare(digits.signalArguments[0][0], 7)
            mouseClick(findChild(pad, "key-erase"))
            compare(erased.count, 1)
            mouseClick(findChild(pad, "key-done"))
            compare(done.count, 0)
            pad.canFinish = true
            mouseClick(findChild(pad, "key-done"))
            compare(done.count, 1)
        }
    }
}
