import QtQuick
import Kiosk
import SscKiosk

Window {
    id: window

    title: qsTrId("window-title")
    color: Theme.ground
    width: 1080
    height: 1920

    // Alt+F4 and whatever else asks a window to close: on a desk only.
    onClosing: event => event.accepted = Visit.windowed

    readonly property bool wide: width > height
    // The file of each screen. It is read when it is first needed: the first page does not wait for the others.
    readonly property var files: ({
        "S0": "OutOfService", "S1": "Home", "S2": Questions.open ? "QuestionScreen" : "ServiceList", "S3": "SignInScreen", "S4": "Consent",
        "S5": Form.stage === "none" ? "Step" : "FormScreen", "S6": Applications.shown ? "ApplicationsScreen" : "Result", "S7": "ProblemScreen",
        "S8": "TakeBack", "S9": "Waiting", "S10": "HelpScreen", "S11": "OutOfService", "S12": "PaperLeft"
    })

    Item {
        id: everything
        anchors.fill: parent
        focus: true
        LayoutMirroring.enabled: View.mirrored
        LayoutMirroring.childrenInherit: true

        SimulationBar {
            id: simulation
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            visible: View.simulated
        }
        // A wheelchair's reach: what can be touched begins in the lower part of a tall screen.
        Item {
            id: reachable
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.top: simulation.bottom
            anchors.topMargin: View.reach && !window.wide ? (parent.height - simulation.height) * 0.36 : 0

            TopBar {
                id: top
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.top: parent.top
            }
            Loader {
                id: page
                objectName: "page"
                anchors.left: parent.left
                anchors.right: parent.right
                anchors.top: top.bottom
                anchors.bottom: parent.bottom
                source: Qt.resolvedUrl("screens/" + window.files[Screens.current] + ".qml")
                focus: true
                onLoaded: {
                    item.wide = Qt.binding(() => window.wide)
                    item.above = Qt.binding(() => top.height)
                    KeyFocus.page = item
                }
            }
        }
        Loader {
            anchors.fill: parent
            active: Screens.warning >= 0
            sourceComponent: StillThere {}
            onItemChanged: KeyFocus.question = item
        }
    }
}
