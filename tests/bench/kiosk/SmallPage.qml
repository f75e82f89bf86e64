import QtQuick
import QtQuick.Controls.Basic

ApplicationWindow {
    visible: false

    Column {
        anchors.centerIn: parent
        spacing: 8

        Label { text: "Please choose" }

        Repeater {
            model: 6

            Button {
                required property int index
                text: "Choice " + (index + 1)
            }
        }

        TextField { placeholderText: "Name" }
    }
}
