// S7: what happened, what to do, one next step. The number is for the clerk and comes last.
import QtQuick
import Kiosk
import SscKiosk

Page {
    id: page
    readonly property string next: Problem.next
    title: Problem.title || qsTrId("problem-title")
    centred: true

    Picture {
        anchors.horizontalCenter: parent.horizontalCenter
        kind: Problem.picture
    }
    Words {
        objectName: "problem-text"
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: Problem.text
        font.pixelSize: Theme.title
        Accessible.role: Accessible.AlertMessage
    }
    Words {
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        visible: Problem.code.length > 0
        text: qsTrId("problem-code").arg(Problem.code)
        font.pixelSize: Theme.small
        soft: true
    }
    actions: [
        ActionButton {
            objectName: "next"
            primary: true
            label: ({retry: qsTrId("problem-retry"), signIn: qsTrId("problem-sign-in"), clerk: qsTrId("problem-clerk"), service: Problem.serviceName})[page.next] || ""
            visible: label.length > 0
            onActivated: page.next === "service" ? Visit.choose(Problem.service) : Visit.send(({retry: "retried", signIn: "signInRetried", clerk: "helpAsked"})[page.next])
        },
        LeaveButton {}
    ]
}
