// S2, for whoever does not know which service: one plain question at a time, its answers as big tiles.
import QtQuick
import Kiosk
import SscKiosk

Page {
    id: page
    readonly property int columns: (wide ? 3 : 2) - (View.elder ? 1 : 0)

    title: Questions.text
    subtitle: Questions.depth === 1 ? qsTrId("questions-how") : qsTrId("questions-step").arg(Questions.depth)

    Grid {
        width: parent.width
        columns: page.columns
        spacing: Theme.gap
        Repeater {
            model: Questions.answers
            AnswerTile {
                required property var modelData
                objectName: "answer-" + modelData.id
                width: (parent.width - (page.columns - 1) * parent.spacing) / page.columns
                height: Math.max(Theme.target * (page.wide || View.elder ? 2 : 2.8), implicitHeight)
                title: modelData.title
                note: modelData.service === title ? "" : modelData.service
                onActivated: Questions.answer(modelData.id)
            }
        }
    }
    actions: [
        ActionButton {
            objectName: "question-back"
            label: qsTrId("questions-back")
            onActivated: Questions.back()
        },
        LeaveButton { label: Visit.signedIn ? qsTrId("leave") : qsTrId("back-home") }
    ]
}
