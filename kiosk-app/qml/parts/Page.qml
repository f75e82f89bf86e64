// The frame of every screen but the first: what this is, where one is, how one gets out.
import QtQuick
import Kiosk
import SscKiosk

Item {
    id: page

    property string title
    property string subtitle
    default property alias content: body.data
    property alias actions: bar.data
    property alias foot: below.data   ///< stays in place under what scrolls
    property bool scrolls: true
    property bool centred: false
    property bool wide: false  ///< a screen that lies, as Main says

    Column {
        id: head
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: Theme.margin
        spacing: Theme.gap / 2
        Words {
            width: parent.width
            text: page.title
            font.pixelSize: Theme.title
            font.weight: Font.Medium
            lineHeight: 1.15
            Accessible.role: Accessible.Heading
        }
        Words {
            width: parent.width
            visible: text.length > 0
            text: page.subtitle
            soft: true
        }
    }
    Flickable {
        id: scroll
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: head.bottom
        anchors.bottom: below.top
        anchors.topMargin: Theme.gap
        anchors.bottomMargin: Theme.gap
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        contentWidth: width
        contentHeight: Math.max(body.height, page.centred ? height : 0)
        interactive: page.scrolls && contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        clip: true
        onMovementStarted: Screens.active()

        Column {
            id: body
            width: scroll.width
            y: page.centred ? Math.max(0, (scroll.height - height) / 2) : 0
            spacing: Theme.gap
        }
    }
    // More below: said by words and place, not only by a line that ends.
    Rectangle {
        visible: scroll.interactive
        anchors.right: scroll.right
        anchors.rightMargin: -Theme.margin * 0.6
        y: scroll.y + scroll.visibleArea.yPosition * scroll.height
        width: Theme.line * 4
        height: scroll.visibleArea.heightRatio * scroll.height
        radius: width / 2
        color: Theme.softInk
    }
    Item {
        id: below
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: bar.top
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        height: childrenRect.height + (childrenRect.height > 0 ? Theme.gap : 0)
    }
    Flow {
        id: bar
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.margin
        spacing: Theme.gap
        layoutDirection: Qt.LeftToRight
    }
}
