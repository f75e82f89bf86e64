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
        Amount { id: amount; width: 300; text: "1,234.50"; spoken: "一千二百三十四元五角" }
        Amount { id: narrow; text: "1,111.11" }
        Amount { id: broad; text: "8,080.80" }
        Countdown { id: countdown; width: 400; seconds: 17 }
        Record {
            id: record
            width: 600
            columns: [{label: "缴费（元）", money: true}, {label: "余额（元）", money: true}, {label: "单位"}]
            cells: [{text: "8.00", spoken: "八元"}, {text: "12,345.67", spoken: "一万二千三百四十五元六角七分"}, {text: "示例"}]
            shown: [0, 1, 2]
        }
    }
    SignalSpy { id: touched; target: touchable; signalName: "activated" }
    SignalSpy { id: somebody; target: KeyFocus; signalName: "pressed" }
    SignalSpy { id: opened; target: tile; signalName: "activated" }
    SignalSpy { id: chosen; target: row; signalName: "activated" }
    SignalSpy { id: digits; target: pad; signalName: "digit" }
    SignalSpy { id: erased; target: pad; signalName: "erased" }
    SignalSpy { id: done; target: pad; signalName: "done" }

    TestCase {
        name: "Parts"
        when: windowShown

        function initTestCase() {
            KeyFocus.follow(touchable.Window.window)
        }
        function init() {
            for (const spy of [touched, somebody, opened, chosen, digits, erased, done]) spy.clear()
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
            mouseClick(touchable)
            compare(touched.count, 1)
            verify(somebody.count > 0)
        }
        function test_a_touch_beside_everything_counts_as_somebody_being_there() {
            const window = touchable.Window.window
            mouseClick(window.contentItem, window.width - 2, window.height - 2)
            compare(touched.count, 0)
            verify(somebody.count > 0)
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
        function find(item, wanted) {
            if (wanted(item)) return item
            for (let i = 0; i < item.children.length; ++i) {
                const found = find(item.children[i], wanted)
                if (found !== null) return found
            }
            return null
        }
        function shownAs(text) {
            return find(record, item => item.text === text && item.visible)
        }
        function test_an_amount_ends_where_its_room_ends_and_is_heard_in_words() {
            compare(amount.horizontalAlignment, Text.AlignRight)
            compare(amount.contentWidth < amount.width, true)
            compare(amount.Accessible.name, "一千二百三十四元五角")
            compare(narrow.Accessible.name, "1,111.11")
        }
        function test_digits_of_amounts_are_of_one_width() {
            compare(narrow.contentWidth, broad.contentWidth)
        }
        function test_amounts_of_a_record_end_at_one_place_and_other_values_begin_where_they_begin() {
            const small = shownAs("8.00"), great = shownAs("12,345.67"), other = shownAs("示例")
            const end = item => item.mapToItem(record, item.width, 0).x
            compare(end(small), end(great))
            verify(small.width >= great.contentWidth)
            compare(great.mapToItem(record, 0, 0).x, other.mapToItem(record, 0, 0).x)
            compare(great.Accessible.name, "一万二千三百四十五元六角七分")
            View.elder = true
            verify(great.width >= great.contentWidth)
        }
        function test_a_countdown_shows_every_second_and_is_heard_at_its_marks_data() {
            return [{tag: "before", left: 19, shown: "还有 19 秒", heard: "还有不到 20 秒"},
                    {tag: "same mark", left: 10, shown: "还有 10 秒", heard: "还有不到 20 秒"},
                    {tag: "next mark", left: 9, shown: "还有 9 秒", heard: "还有不到 10 秒"},
                    {tag: "over", left: -1, shown: "还有 0 秒", heard: "还有不到 5 秒"},
                    {tag: "long", left: 600, shown: "还有 600 秒", heard: "还有不到 601 秒"}]
        }
        function test_a_countdown_shows_every_second_and_is_heard_at_its_marks(data) {
            countdown.big = false
            countdown.seconds = data.left
            verify(texts(countdown).indexOf(data.shown) >= 0, texts(countdown))
            compare(countdown.Accessible.name, data.heard)
        }
        function test_a_big_countdown_shows_the_number_and_its_unit() {
            countdown.seconds = 17
            countdown.big = true
            compare(texts(countdown), ["17", "秒"])
        }
        function test_a_masked_text_is_whole_while_a_key_is_held_data() {
            return [{tag: "return", key: Qt.Key_Return}, {tag: "space", key: Qt.Key_Space}]
        }
        function test_a_masked_text_is_whole_while_a_key_is_held(data) {
            masked.forceActiveFocus()
            keyPress(data.key)
            verify(texts(masked).indexOf("张三") >= 0)
            keyRelease(data.key)
            verify(texts(masked).indexOf("张三") < 0)
            keyPress(data.key)
            row.forceActiveFocus()
            verify(texts(masked).indexOf("张三") < 0)
            keyRelease(data.key)
        }
        function test_a_key_with_another_one_acts_on_nothing() {
            touchable.forceActiveFocus()
            keyClick(Qt.Key_Space, Qt.AltModifier)
            keyClick(Qt.Key_Return, Qt.ControlModifier)
            compare(touched.count, 0)
        }
        function test_the_ring_is_there_for_keys_and_goes_with_a_touch() {
            const ring = findChild(touchable, "ring")
            touchable.forceActiveFocus()
            keyClick(Qt.Key_Shift)
            verify(ring.visible)
            mouseClick(touchable)
            verify(!ring.visible)
        }
        function luminance(color) {
            const linear = part => part <= 0.03928 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4)
            return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b)
        }
        function ratio(one, other) {
            const a = luminance(one), b = luminance(other)
            return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
        }
        function test_one_line_of_the_ring_stands_out_from_every_ground() {
            for (const contrast of [false, true]) {
                View.contrast = contrast
                verify(ratio(Theme.focus, Theme.focusEdge) >= 3)
                for (const ground of [Theme.ground, Theme.surface, Theme.pressed, Theme.accent, Theme.accentPressed, Theme.accentSoft, Theme.warningGround])
                    verify(Math.max(ratio(Theme.focus, ground), ratio(Theme.focusEdge, ground)) >= 3, String(ground))
            }
        }
        function test_arrows_go_to_the_nearest_in_their_direction_data() {
            return [{tag: "up", key: Qt.Key_Up, to: "2"}, {tag: "down", key: Qt.Key_Down, to: "8"},
                    {tag: "right", key: Qt.Key_Right, to: "6"}, {tag: "left", key: Qt.Key_Left, to: "4"}]
        }
        function test_arrows_go_to_the_nearest_in_their_direction(data) {
            findChild(pad, "key-5").forceActiveFocus()
            keyClick(data.key)
            verify(findChild(pad, "key-" + data.to).activeFocus)
        }
        function test_tab_goes_on_and_back() {
            touchable.forceActiveFocus()
            keyClick(Qt.Key_Tab)
            verify(tile.activeFocus)
            keyClick(Qt.Key_Tab, Qt.ShiftModifier)
            verify(touchable.activeFocus)
        }
        function test_what_is_typed_presses_the_key_of_that_name() {
            digits.clear()
            keyClick(Qt.Key_7)
            compare(digits.count, 1)
            keyClick(Qt.Key_Backspace)
            compare(erased.count, 1)
        }
        function test_read_from_right_to_left_names_stand_before_values_and_keys_where_they_are() {
            const place = item => item.mapToItem(null, 0, 0).x
            const labelled = text => findText(record, text)
            for (const mirrored of [false, true]) {
                record.LayoutMirroring.enabled = record.LayoutMirroring.childrenInherit = mirrored
                pad.LayoutMirroring.childrenInherit = mirrored
                verify(mirrored === (place(labelled("单位")) > place(labelled("示例"))))
                verify(place(findChild(pad, "key-1")) < place(findChild(pad, "key-3")))
            }
            record.LayoutMirroring.enabled = false
        }
        function findText(item, text) {
            if (item.text === text) return item
            for (let i = 0; i < item.children.length; ++i) {
                const found = findText(item.children[i], text)
                if (found) return found
            }
            return null
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
