// A document on its way: how it will look, where it is, what to do.
import QtQuick
import Kiosk
import SscKiosk

Column {
    id: printout

    property real pageWidth: width * 0.8
    readonly property string stage: Printing.stage
    readonly property var troubles: ({paperOut: qsTrId("trouble-paper"), jam: qsTrId("trouble-jam"), coverOpen: qsTrId("trouble-cover"),
                                      offline: qsTrId("trouble-offline"), other: qsTrId("trouble-other")})
    spacing: Theme.gap

    Notice {
        width: parent.width
        urgent: Printing.trouble.length > 0 || printout.stage === "failed" || printout.stage === "slipFailed"
        text: {
            if (Printing.trouble.length > 0) return printout.troubles[Printing.trouble]
            switch (printout.stage) {
            case "preparing": return qsTrId("waiting-how")
            case "preview": return qsTrId("print-preview")
            case "printing": return Printing.page > 0 ? qsTrId("print-page").arg(Printing.page).arg(Printing.pages) : qsTrId("print-begins")
            case "presented": return qsTrId("print-take")
            case "asked": return qsTrId("print-ask").arg(Printing.pages)
            case "taken": return qsTrId("print-taken").arg(Printing.number)
            case "slip": return qsTrId("print-begins")
            case "slipDone": return qsTrId("print-slip-done")
            case "slipFailed":
            case "failed": return Printing.text
            default: return ""
            }
        }
        Accessible.role: Accessible.AlertMessage
        Accessible.name: text
    }
    Countdown {
        visible: (printout.stage === "presented" || printout.stage === "asked") && Printing.trouble.length === 0
        width: parent.width
        seconds: Printing.left
    }
    Repeater {
        model: printout.stage === "preview" ? Printing.pages : 0
        Rectangle {
            required property int index
            anchors.horizontalCenter: parent.horizontalCenter
            width: printout.pageWidth + 2 * Theme.line
            height: sheet.height + 2 * Theme.line
            color: Theme.border
            PageItem {
                id: sheet
                objectName: "page-" + index
                x: Theme.line
                y: Theme.line
                width: printout.pageWidth
                height: Math.round(width * 297 / 210)
                source: Printing
                page: index
                Accessible.role: Accessible.Graphic
                Accessible.name: qsTrId("print-page-name").arg(index + 1).arg(Printing.pages).arg(Printing.document)
            }
        }
    }
}
