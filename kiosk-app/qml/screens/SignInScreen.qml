// S3: four ways in, each in one step after the other.
import QtQuick
import Kiosk
import SscKiosk

Page {
    id: page
    readonly property string stage: SignIn.stage === "reading" && PinPad.asking !== "" ? "pin" : SignIn.stage

    title: ({choose: qsTrId("sign-in-choose"), card: Visit.canTap ? qsTrId("sign-in-card-or-tap") : qsTrId("sign-in-card"),
             reading: qsTrId("sign-in-reading"), pin: pin.title, scan: qsTrId("sign-in-scan"),
             notACode: qsTrId("sign-in-scan"), show: qsTrId("sign-in-show"), confirm: qsTrId("sign-in-confirm"),
             idCard: qsTrId("sign-in-id"), idReading: qsTrId("sign-in-id-reading"), face: qsTrId("sign-in-face"),
             faceAgain: qsTrId("sign-in-face-again")})[stage]
    subtitle: qsTrId("sign-in-for").arg(Visit.item)
    centred: stage !== "choose"

    Column {
        visible: page.stage === "choose"
        width: parent.width
        spacing: Theme.gap
        Lost {
            width: parent.width
        }
        Notice {
            width: parent.width
            visible: !SignIn.takesCards || !SignIn.takesPhones
            text: SignIn.takesCards ? qsTrId("sign-in-card-only") : qsTrId("sign-in-ecard-only")
        }
        ListRow {
            objectName: "way-card"
            width: parent.width
            visible: SignIn.takesCards && Condition.byCard
            height: Math.max(implicitHeight, Theme.target * 1.6)
            title: qsTrId("way-card")
            note: Visit.canTap ? qsTrId("way-card-hint-tap") : qsTrId("way-card-hint")
            onActivated: SignIn.byCard()
        }
        ListRow {
            objectName: "way-show"
            width: parent.width
            visible: SignIn.takesPhones && Condition.byPhone
            height: Math.max(implicitHeight, Theme.target * 1.6)
            title: qsTrId("way-show")
            note: qsTrId("way-show-hint")
            onActivated: SignIn.byOwnCode()
        }
        ListRow {
            objectName: "way-scan"
            width: parent.width
            height: Math.max(implicitHeight, Theme.target * 1.6)
            visible: SignIn.takesPhones && SignIn.canScan && Condition.byPhone
            title: qsTrId("way-scan")
            note: qsTrId("way-scan-hint")
            onActivated: SignIn.byPhoneCode()
        }
        ListRow {
            objectName: "way-id"
            width: parent.width
            height: Math.max(implicitHeight, Theme.target * 1.6)
            visible: SignIn.canShowId && Condition.personal
            title: qsTrId("way-id")
            note: qsTrId("way-id-hint")
            onActivated: SignIn.byIdCard()
        }
    }
    Words {
        width: parent.width
        visible: page.stage === "reading" || page.stage === "scan"
        horizontalAlignment: Text.AlignHCenter
        text: ({reading: Visit.tapped ? qsTrId("sign-in-tapped-how") : qsTrId("sign-in-reading-how"), scan: qsTrId("sign-in-scan-how")})[page.stage] || ""
    }
    Notice {
        width: parent.width
        visible: page.stage === "notACode"
        urgent: true
        text: qsTrId("sign-in-not-a-code")
    }
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
    // ---- id card and face
    IdProof {
        visible: page.stage === "idCard" || page.stage === "idReading" || page.stage === "face" || page.stage === "faceAgain"
        width: parent.width
        stage: page.stage
    }
    // ---- the code for the phone
    CodeItem {
        objectName: "code"
        visible: page.stage === "show" && SignIn.code.length > 0
        anchors.horizontalCenter: parent.horizontalCenter
        width: Math.min(page.width * 0.7, page.height * 0.42)
        height: width
        text: SignIn.code
        Accessible.role: Accessible.Graphic
        Accessible.name: qsTrId("code-name")
    }
    Words {
        visible: page.stage === "show"
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: qsTrId("sign-in-show-how")
    }
    Countdown {
        visible: page.stage === "show"
        width: parent.width
        seconds: SignIn.left
    }
    Column {
        visible: page.stage === "confirm"
        width: parent.width
        spacing: Theme.gap
        Words {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: qsTrId("sign-in-confirm-how")
        }
        Words {
            width: parent.width
            visible: SignIn.maskedName.length > 0
            horizontalAlignment: Text.AlignHCenter
            text: SignIn.maskedName
            font.pixelSize: Theme.title
        }
        Words {
            objectName: "match"
            width: parent.width
            visible: SignIn.matchNumber.length > 0
            horizontalAlignment: Text.AlignHCenter
            text: SignIn.matchNumber
            font.pixelSize: Theme.huge
            font.letterSpacing: Theme.gap
        }
    }
    actions: [
        ActionButton {
            objectName: "other-way"
            visible: page.stage !== "choose" && page.stage !== "reading" && page.stage !== "idReading"
            label: qsTrId("sign-in-other-way")
            onActivated: SignIn.back()
        },
        LeaveButton { label: qsTrId("cancel") }
    ]
}
