// S2: the services behind a tile; or, for whoever begins with the card, the tiles; or what was typed.
import QtQuick
import Kiosk
import SscKiosk

Page {
    id: page
    readonly property bool searching: Services.searching
    readonly property bool choosesTile: Services.tile === "" && !searching
    readonly property var notes: ({ask: "", own: "", card: "", read: qsTrId("services-read"), prove: qsTrId("services-prove"), form: qsTrId("services-form"),
                                   print: Condition.printing ? qsTrId("services-print") : qsTrId("lost-print-now"),
                                   counter: qsTrId("services-counter")})

    title: searching ? qsTrId("search-title") : (choosesTile ? qsTrId("services-tiles") : Services.tileTitle)
    subtitle: searching ? (wide && View.elder ? "" : qsTrId("search-how")) : qsTrId("services-how")   // large keys need its room

    Repeater {
        model: page.choosesTile ? Services.tiles : []
        ListRow {
            required property var modelData
            objectName: "tile-" + modelData.id
            width: parent.width
            title: modelData.title
            note: modelData.hint
            onActivated: Services.open(modelData.id)
        }
    }
    Repeater {
        model: page.choosesTile ? [] : Services.items
        ListRow {
            required property var modelData
            objectName: "item-" + modelData.id
            width: parent.width
            title: modelData.title
            readonly property bool possible: Condition.personal || ["card", "read", "counter"].includes(modelData.way)
            enabled: possible
            note: possible ? page.notes[modelData.way] : qsTrId("lost-now")
            onActivated: Visit.choose(modelData.id)
        }
    }
    Notice {
        width: parent.width
        visible: !page.choosesTile && Services.items.length === 0
        text: page.searching ? (Services.typed === "" ? qsTrId("search-empty") : qsTrId("search-none")) : qsTrId("services-none")
    }
    footFirst: true
    foot: SearchPad {
        wide: page.wide
        visible: page.searching
        width: parent.width
        height: page.searching ? implicitHeight : 0
    }
    actions: [
        LeaveButton { label: Visit.signedIn ? qsTrId("leave") : qsTrId("back-home") },
        ActionButton {
            objectName: "tiles"
            visible: !page.choosesTile
            label: qsTrId("services-all")
            onActivated: Services.close()
        },
        ActionButton {
            objectName: "search"
            visible: !page.searching
            label: qsTrId("search")
            onActivated: Services.search()
        },
        ActionButton {
            objectName: "which"
            visible: !page.searching
            label: qsTrId("questions-open")
            onActivated: Questions.begin()
        }
    ]
}
