// Seconds that are left. Who listens is told at a few marks only: a number that is said anew every second says nothing else.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: countdown

    property int seconds: 0
    property bool big: false   ///< where time is what the screen is about
    readonly property var marks: [5, 10, 20, 30, 60, 120, 300]
    readonly property int mark: marks.find(mark => seconds < mark) || seconds + 1

    Accessible.role: Accessible.StaticText
    Accessible.name: qsTrId("countdown-name").arg(mark)

    Words {
        objectName: "countdown-seconds"
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: countdown.big ? Math.max(countdown.seconds, 0) : qsTrId("countdown").arg(Math.max(countdown.seconds, 0))
        font.pixelSize: countdown.big ? Theme.huge : Theme.body
        font.weight: Font.Medium
        lineHeight: countdown.big ? 1 : 1.2
        color: countdown.big ? Theme.accent : Theme.ink
        Accessible.ignored: true
    }
    Words {
        width: parent.width
        visible: countdown.big
        horizontalAlignment: Text.AlignHCenter
        text: qsTrId("countdown-unit")
        soft: true
        lineHeight: 1.1
        Accessible.ignored: true
    }
}
