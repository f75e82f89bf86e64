// S5: what is under way: the card is waited for, a PIN is asked for, or the kiosk works.
import QtQuick
import Kiosk
import SscKiosk

Page {
    id: page
    readonly property string stage: PinPad.asking !== "" ? "pin" : (CardDesk.stage === "card" ? "card" : "work")

    title: ({pin: pin.title, card: Visit.canTap ? qsTrId("sign-in-card-or-tap") : qsTrId("sign-in-card"), work: Visit.item})[stage]
    subtitle: stage === "work" ? "" : Visit.item
    centred: true

    PlaceCard {
        visible: page.stage === "card"
        width: parent.width
        wide: page.wide
    }
    PinEntry {
        id: pin
        visible: page.stage === "pin"
        width: parent.width
        height: visible ? implicitHeight : 0
        wide: page.wide
    }
    AtWork {
        visible: page.stage === "work"
        width: parent.width
        text: CardDesk.stage !== "" ? (Visit.tapped ? qsTrId("sign-in-tapped-how") : qsTrId("sign-in-reading-how")) : qsTrId("waiting-how")
    }
    actions: LeaveButton { label: qsTrId("cancel") }
}
