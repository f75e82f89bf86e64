// The way out of a visit, on every page that has one.
import QtQuick
import Kiosk
import SscKiosk

ActionButton {
    objectName: "leave"
    label: qsTrId("leave")
    onActivated: Visit.send("left")
}
