// S5 of a form: what is known, one question at a time, a page to check. How a question is answered is the table `entries`.
import QtQuick
import Kiosk
import SscKiosk

Page {
    id: page
    readonly property string stage: Form.stage
    readonly property bool asks: stage === "ask"
    readonly property bool reads: stage === "known" || stage === "check"
    readonly property bool works: stage === "loading" || stage === "sending"
    readonly property var question: Form.question
    readonly property string entry: question.entry || ""
    readonly property bool tight: wide && View.elder && asks && entries[entry] === keyboard
    readonly property var entries: ({choice: choices, digits: digits, amount: digits, letters: keyboard, text: keyboard})
    readonly property string progress: Form.step > 0 ? qsTrId("form-step").arg(Form.step).arg(Form.steps) : qsTrId("form-change-one")

    readonly property string example: ["2026", "01", "05", "09", "30"].slice(0, Form.parts.length).join(" ")
    readonly property string help: (Form.parts.length > 0 ? qsTrId("form-date-how").arg(example) : question.help || "")
                                   + (question.required === false ? qsTrId("form-optional") : "")

    title: asks ? question.label + (tight && Form.step > 0 ? "  " + Form.step + "/" + Form.steps : "")
                : ({known: qsTrId("form-known"), check: qsTrId("form-check")})[stage] || Form.title
    subtitle: works || tight ? "" : Form.title + "  ·  " + progress
    centred: works

    Words {
        visible: page.works
        width: parent.width
        horizontalAlignment: Text.AlignHCenter
        text: page.stage === "sending" ? qsTrId("form-sending") : qsTrId("waiting-how")
    }
    Words {
        visible: page.asks && !page.tight && !(page.wide && page.entries[page.entry] === digits)
        width: parent.width
        text: page.help
        soft: true
    }
    Notice {
        visible: page.reads && (urgent || !(page.wide && View.elder))
        width: parent.width
        urgent: page.stage === "check" && Form.lines.some(line => line.error !== undefined)
        text: page.stage === "known" ? qsTrId("form-known-how")
                                     : (urgent ? qsTrId("form-check-wrong") : qsTrId("form-check-how"))
    }
    FormLines {
        visible: page.reads
        width: parent.width
        lines: page.reads ? Form.lines : []
    }
    TextField {
        visible: page.asks && !page.wide && page.entries[page.entry] === keyboard
        tall: page.entry === "text"
        width: parent.width
    }
    Loader {
        width: parent.width
        active: page.asks && page.entry !== "" && page.entries[page.entry] !== keyboard
        visible: active
        sourceComponent: page.entries[page.entry]
    }
    foot: Loader {
        width: parent.width
        active: page.asks && page.entry !== "" && page.entries[page.entry] === keyboard
        visible: active
        height: active && item ? item.implicitHeight : 0
        sourceComponent: keyboard
    }

    Component {
        id: choices
        ChoiceList {
            choices: page.question.choices || []
            wide: page.wide
        }
    }
    Component {
        id: digits
        DigitEntry {
            wide: page.wide
            help: page.wide ? page.help : ""
            extra: page.entry === "amount" ? "." : (page.question.hyphen ? "-" : "")
        }
    }
    Component {
        id: keyboard
        TextPad {
            wide: page.wide
            words: page.entry === "text"
        }
    }
    actions: [
        ActionButton {
            objectName: "next"
            visible: page.asks || page.stage === "known"
            primary: true
            label: page.asks && !page.question.required && Form.value === "" && Form.letters === "" ? qsTrId("form-skip")
                   : (page.asks && Form.step === 0 ? qsTrId("form-done") : qsTrId("form-next"))
            onActivated: Form.next()
        },
        ActionButton {
            objectName: "submit"
            visible: page.stage === "check"
            primary: true
            label: qsTrId("form-send")
            onActivated: Form.send()
        },
        ActionButton {
            objectName: "back"
            visible: !page.works
            label: qsTrId("form-back")
            onActivated: Form.back()
        },
        LeaveButton {}
    ]
}
