// S6: records in words; a receipt; or where to go.
import QtQuick
import Kiosk
import SscKiosk

Page {
    id: page

    title: Answer.title
    subtitle: Visit.signedIn && Visit.personal ? qsTrId("result-of").arg(Visit.holder) : ""

    readonly property bool prints: Printing.stage !== "none"
    readonly property bool printsSlip: Printing.stage.startsWith("slip")
    readonly property bool rests: ["preview", "taken", "failed", "slipDone", "slipFailed"].indexOf(Printing.stage) >= 0

    Notice {
        objectName: "lost"
        width: parent.width
        visible: Visit.couldPrint && !Visit.prints
        urgent: true
        text: qsTrId("lost-printer")
    }
    Printout {
        visible: page.prints
        width: parent.width
        pageWidth: Math.min(width, page.wide ? width * 0.4 : width * 0.8)
    }
    Notice {
        visible: Answer.note !== "" && !page.prints
        width: parent.width
        text: Answer.note
    }
    Repeater {
        model: page.prints && !page.printsSlip ? [] : Answer.blocks
        Block {
            required property var modelData
            required property int index
            width: parent.width
            block: modelData
            place: index
            columnsAtMost: View.elder ? (page.wide ? 4 : 2) : (page.wide ? 7 : 4)
        }
    }
    // ---- a receipt
    Column {
        visible: Answer.receipt.number !== undefined
        width: parent.width
        spacing: Theme.gap
        Notice {
            width: parent.width
            visible: !page.prints
            text: qsTrId("receipt-how")
        }
        CodeItem {
            anchors.horizontalCenter: parent.horizontalCenter
            width: Math.min(page.width * 0.45, page.height * 0.3)
            height: width
            text: Answer.receipt.qr || ""
            Accessible.role: Accessible.Graphic
            Accessible.name: qsTrId("receipt-code-name")
        }
        Words {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: qsTrId("receipt-number").arg(Answer.receipt.number || "").arg(Answer.receipt.code || "")
        }
    }
    // ---- where to go
    Column {
        visible: Answer.guide.number !== undefined && !page.prints
        width: parent.width
        spacing: Theme.gap
        Notice {
            width: parent.width
            text: qsTrId("guide-counter").arg(Answer.guide.counter || "")
        }
        Words {
            width: parent.width
            visible: text.length > 0
            text: Answer.guide.why || ""
        }
        Words {
            width: parent.width
            font.weight: Font.Medium
            text: qsTrId("guide-papers")
        }
        Repeater {
            model: Answer.guide.papers || []
            Words {
                required property string modelData
                width: parent.width
                text: "·  " + modelData
            }
        }
        Words {
            width: parent.width
            soft: true
            font.pixelSize: Theme.small
            text: qsTrId("guide-convention")
        }
        Words {
            width: parent.width
            soft: true
            visible: (Answer.guide.number || "").length > 0
            text: qsTrId("guide-number").arg(Answer.guide.number || "")
        }
    }
    actions: [
        Repeater {
            model: page.prints ? [] : Visit.printouts
            ActionButton {
                required property string modelData
                required property int index
                objectName: index === 0 ? "preview" : "preview-" + index
                primary: index === 0
                label: modelData.length > 0 ? modelData : qsTrId("print-show")
                onActivated: Visit.preview(index)
            }
        },
        ActionButton {
            objectName: "print-receipt"
            visible: Visit.slip && ["none", "slipFailed"].indexOf(Printing.stage) >= 0
            primary: true
            label: qsTrId("receipt-print")
            onActivated: Visit.printReceipt()
        },
        ActionButton {
            objectName: "print"
            visible: Printing.stage === "preview" && Printing.possible
            primary: true
            label: qsTrId("print-now").arg(Printing.pages)
            onActivated: Printing.print()
        },
        ActionButton {
            objectName: "got-all"
            visible: Printing.stage === "asked"
            primary: true
            label: qsTrId("print-yes")
            onActivated: Printing.answer(true)
        },
        ActionButton {
            objectName: "got-not-all"
            visible: Printing.stage === "asked"
            label: qsTrId("print-no")
            onActivated: Printing.answer(false)
        },
        ActionButton {
            objectName: "finish"
            primary: ["taken", "slipDone"].indexOf(Printing.stage) >= 0 || (!page.prints && !Visit.prints && !Visit.slip)
            enabled: !page.prints || page.rests
            label: qsTrId("finish")
            onActivated: Visit.send("left")
        },
        ActionButton {
            objectName: "another"
            enabled: !page.prints || page.rests
            label: qsTrId("another")
            onActivated: Visit.send("another")
        },
        ActionButton {
            objectName: "read-aloud"
            visible: Speaker.canRead && Answer.blocks.length > 0 && !page.prints
            label: qsTrId("read-aloud")
            onActivated: Speaker.read()
        }
    ]
}
