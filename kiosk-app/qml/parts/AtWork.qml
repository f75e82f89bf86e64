// The kiosk works: words, and three dots that move.
import QtQuick
import Kiosk
import SscKiosk

Column {
    property alias text: words.text
    spacing: Theme.gap

    Words {
        id: words
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
    }
    Row {
        objectName: "at-work"
        anchors.horizontalCenter: parent.horizontalCenter
        spacing: Theme.gap
        Accessible.ignored: true
        Repeater {
            model: 3
            Rectangle {
                required property int index
                width: Theme.body
                height: width
                radius: width / 2
                color: Theme.accent
                SequentialAnimation on opacity {
                    loops: Animation.Infinite
                    PauseAnimation { duration: 200 * index }
                    NumberAnimation { from: 1; to: 0.2; duration: 500 }
                    NumberAnimation { from: 0.2; to: 1; duration: 500 }
                    PauseAnimation { duration: 400 - 200 * index }
                }
            }
        }
    }
}
