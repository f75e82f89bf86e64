// S0: why, and that it heals by itself. S11: somebody works on it.
import QtQuick
import Kiosk
import SscKiosk

Page {
    id: page
    readonly property bool serviced: Screens.current === "S11"

    title: serviced ? qsTrId("out-maintenance") : qsTrId("out-title")
    centred: true
    Words {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: page.serviced ? qsTrId("out-maintenance-how") : qsTrId("out-how")
    }
    Lost {
        width: parent.width
        visible: any && !page.serviced
    }
    Words {
        width: parent.width
        visible: !page.serviced
        horizontalAlignment: Text.AlignHCenter
        text: qsTrId("out-heals")
        soft: true
    }
    Words {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: View.helpText
    }
}
