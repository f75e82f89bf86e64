// S6 of "my applications": each with where it stands, and what one can do with it.
import QtQuick
import Kiosk
import SscKiosk

Page {
    id: page
    title: Visit.item
    subtitle: qsTrId("result-of").arg(Visit.holder)

    Notice {
        width: parent.width
        visible: Applications.rows.length === 0
        text: Applications.working ? qsTrId("waiting-how") : qsTrId("applications-none")
    }
    Repeater {
        model: Applications.rows
        Rectangle {
            id: card
            required property var modelData
            readonly property bool asked: Applications.asking === modelData.number
            objectName: "application-" + modelData.number
            width: parent.width
            height: content.height + 2 * Theme.gap * 1.5
            radius: Theme.radius
            color: Theme.surface
            border.width: Theme.line
            border.color: Theme.border

            Column {
                id: content
                x: Theme.gap * 1.5
                y: Theme.gap * 1.5
                width: parent.width - 2 * x
                spacing: Theme.gap * 0.75
                Words {
                    width: parent.width
                    text: card.modelData.correction ? qsTrId("applications-correction").arg(card.modelData.title) : card.modelData.title
                    font.weight: Font.Medium
                    lineHeight: 1.15
                    Accessible.role: Accessible.Heading
                }
                Words {
                    width: parent.width
                    text: qsTrId("applications-state").arg(card.modelData.state).arg(card.modelData.hint)
                    color: card.modelData.reason !== "" ? Theme.warning : Theme.ink
                    lineHeight: 1.2
                }
                Words {
                    width: parent.width
                    visible: card.modelData.reason !== ""
                    text: qsTrId("applications-reason").arg(card.modelData.reason).arg(card.modelData.until)
                    color: Theme.warning
                    lineHeight: 1.2
                }
                Words {
                    width: parent.width
                    text: qsTrId("applications-when").arg(card.modelData.number).arg(card.modelData.at)
                    font.pixelSize: Theme.small
                    soft: true
                    lineHeight: 1.2
                }
                Notice {
                    width: parent.width
                    visible: card.asked
                    urgent: true
                    text: qsTrId("applications-ask")
                }
                Flow {
                    width: parent.width
                    spacing: Theme.gap
                    ActionButton {
                        objectName: "again-" + card.modelData.number
                        visible: card.modelData.canCorrect && !card.asked
                        primary: true
                        enabled: !Applications.working
                        label: qsTrId("applications-again")
                        onActivated: Applications.correct(card.modelData.number)
                    }
                    ActionButton {
                        objectName: "withdraw-" + card.modelData.number
                        visible: card.modelData.canWithdraw && !card.asked
                        enabled: !Applications.working
                        label: qsTrId("applications-withdraw")
                        onActivated: Applications.withdraw(card.modelData.number)
                    }
                    ActionButton {
                        objectName: "withdraw-yes"
                        visible: card.asked
                        primary: true
                        label: qsTrId("applications-yes")
                        onActivated: Applications.confirm()
                    }
                    ActionButton {
                        objectName: "withdraw-no"
                        visible: card.asked
                        label: qsTrId("applications-no")
                        onActivated: Applications.keep()
                    }
                }
            }
        }
    }
    actions: [
        ActionButton {
            objectName: "finish"
            primary: true
            label: qsTrId("finish")
            onActivated: Visit.send("left")
        },
        ActionButton {
            objectName: "another"
            label: qsTrId("another")
            onActivated: Visit.send("another")
        }
    ]
}
