import QtQuick

Window {
    id: window

    width: 420
    height: Math.min(1020, Screen.desktopAvailableHeight)
    x: Screen.width - width
    y: 0
    visible: true
    title: "仿真控制台 · Simulation panel"
    color: "#FFF7DC"

    readonly property string family: "Noto Sans CJK SC"
    // A row: its words, the control socket, what is said there; half: two of them stand side by side.
    readonly property var groups: [
        {title: "卡片 · Card", rows: [
            ["插入 · insert", "card.ctl", "insert"], ["取走 · take out", "card.ctl", "remove"],
            ["卡 A 张三 · PIN 123456", "card.ctl", "swap " + samples + "/card-a.toml"],
            ["卡 B 第二代 · PIN 123456", "card.ctl", "swap " + samples + "/card-b.toml"],
            ["卡 C 第一代 · PIN 123456", "card.ctl", "swap " + samples + "/card-c.toml"],
            ["卡 D 农民 · PIN 888888", "card.ctl", "swap " + samples + "/card-d.toml"],
            ["卡 E 学生 · PIN 666666", "card.ctl", "swap " + samples + "/card-e.toml"],
            ["卡 F 空白 · blank", "card.ctl", "swap " + samples + "/card-f.toml"]]},
        {title: "密码键盘 · PIN pad", rows: [
            ["输入 123456", "pad.ctl", "enter 123456"], ["输错 111111", "pad.ctl", "enter 111111"],
            ["取消 · cancel", "pad.ctl", "cancel"]]},
        {title: "手机 · Phone", rows: [
            ["出示手机码 · show code", "hands.ctl", "phone show"], ["收起手机 · put away", "hands.ctl", "phone hide"],
            ["扫本机的码 · scan ours", "hands.ctl", "phone scan"], ["拒绝 · refuse", "hands.ctl", "phone refuse"],
            ["输密码并确认 · confirm", "hands.ctl", "phone confirm 472916"],
            ["输错密码 · wrong one", "hands.ctl", "phone confirm 111111"]]},
        {title: "身份证和人脸 · Id card and face", rows: [
            ["放上张三的身份证 · lay it", "hands.ctl", "id lay"], ["拿走身份证 · take it", "hands.ctl", "id take"],
            ["放过期的 · an expired one", "hands.ctl", "id expired"], ["放没有参保的 · a stranger's", "hands.ctl", "id stranger"],
            ["本人的脸 · own face", "hands.ctl", "face own"], ["别人的脸 · other face", "hands.ctl", "face other"],
            ["拿照片冒充 · a photo", "hands.ctl", "face photo"], ["走开 · away", "hands.ctl", "face away"]]},
        {title: "打印机和纸 · Printer and paper", needsPrinter: true, rows: [
            ["取走纸张 · take paper", "hands.ctl", "paper take"], ["卡在出纸口 · stuck", "hands.ctl", "paper stick"],
            ["卡纸 · jam", "hands.ctl", "printer jam"], ["排除卡纸 · jam cleared", "hands.ctl", "printer free"],
            ["缺纸 · no paper", "hands.ctl", "printer empty"], ["加纸 · fill", "hands.ctl", "printer fill"],
            ["关打印机 · off", "hands.ctl", "printer off"], ["开打印机 · on", "hands.ctl", "printer on"],
            ["清空出纸口 · clear tray", "hands.ctl", "paper clear"]]},
        {title: "读卡器和后台 · Reader and center", rows: [
            ["拔掉读卡器 · unplug", "sim.ctl", "unplug-reader"], ["插回读卡器 · plug in", "sim.ctl", "plug-reader"],
            ["后台停止 · center off", "sim.ctl", "stop-center"], ["后台恢复 · center on", "sim.ctl", "start-center"]]}]

    // What this is, never out of sight.
    Rectangle {
        id: head
        width: parent.width
        height: words.height + 20
        color: "#B8860B"
        Text {
            id: words
            anchors.centerIn: parent
            width: parent.width - 32
            wrapMode: Text.Wrap
            color: "white"
            font.pixelSize: 17
            font.bold: true
            font.family: window.family
            text: "仿真控制台：代替人手和设备\nSimulation: what hands and devices would do"
        }
    }
    Flickable {
        anchors.top: head.bottom
        anchors.bottom: told.top
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: 16
        anchors.rightMargin: 16
        contentHeight: all.height
        clip: true
        Column {
            id: all
            width: parent.width
            spacing: 4
            Repeater {
                model: window.groups
                Column {
                    id: group
                    required property var modelData
                    readonly property bool off: modelData.needsPrinter === true && panel.noPrinter.length > 0
                    width: all.width
                    spacing: 4
                    Text {
                        topPadding: 6
                        font.pixelSize: 15
                        font.bold: true
                        font.family: window.family
                        color: "#5C4700"
                        text: group.modelData.title
                    }
                    Text {
                        visible: group.off
                        width: parent.width
                        wrapMode: Text.Wrap
                        font.pixelSize: 13
                        font.family: window.family
                        text: "这里没有打印机 · no printer here: " + panel.noPrinter
                    }
                    Grid {
                        visible: !group.off
                        columns: 2
                        spacing: 5
                        Repeater {
                            model: group.modelData.rows
                            Rectangle {
                                id: button
                                required property var modelData
                                readonly property string command: modelData[1] + " " + modelData[2]
                                objectName: "button"
                                width: (all.width - 5) / 2
                                height: 30
                                radius: 6
                                color: area.pressed ? "#E3D08A" : "#FFFFFF"
                                border.color: "#B89B3A"
                                Accessible.role: Accessible.Button
                                Accessible.name: modelData[0]
                                Text {
                                    anchors.centerIn: parent
                                    width: parent.width - 12
                                    horizontalAlignment: Text.AlignHCenter
                                    elide: Text.ElideRight
                                    font.pixelSize: 14
                                    font.family: window.family
                                    text: button.modelData[0]
                                }
                                MouseArea {
                                    id: area
                                    anchors.fill: parent
                                    onClicked: panel.send(button.modelData[1], button.modelData[2])
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    Rectangle {
        id: told
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(40, line.height + 16)
        color: "#F3E3AC"
        Text {
            id: line
            anchors.verticalCenter: parent.verticalCenter
            x: 16
            width: parent.width - 32
            wrapMode: Text.Wrap
            maximumLineCount: 3
            elide: Text.ElideRight
            font.pixelSize: 13
            font.family: window.family
            text: panel.answer
        }
    }
}
