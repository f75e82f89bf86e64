// An id card on its reader, then a face before the camera: what to do now, what is in the way, how long it waits.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: proof
    property string stage   ///< idCard, idReading, face, faceAgain
    readonly property bool looks: stage === "face" || stage === "faceAgain"
    readonly property string hindrance: ({nobody: qsTrId("face-nobody"), dark: qsTrId("face-dark"), several: qsTrId("face-several")})[SignIn.sight] || ""
    spacing: Theme.gap * 1.5

    Picture {
        anchors.horizontalCenter: parent.horizontalCenter
        kind: proof.looks ? "face" : "id-card"
    }
    Words {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: ({idCard: qsTrId("sign-in-id-how"), idReading: qsTrId("sign-in-id-reading-how"), face: qsTrId("sign-in-face-how"),
                faceAgain: qsTrId("sign-in-face-again-how")})[proof.stage] || ""
    }
    Notice {
        objectName: "hindrance"
        width: parent.width
        visible: proof.looks && proof.hindrance.length > 0
        urgent: true
        text: proof.hindrance
    }
    Countdown {
        width: parent.width
        visible: proof.stage !== "idReading" && SignIn.left > 0
        seconds: SignIn.left
    }
    Notice {
        width: parent.width
        text: qsTrId("id-simulated")
    }
}
