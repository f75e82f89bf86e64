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
    property real above: 0     ///< what Main has between this and the part that is out of reach
    property bool footFirst: false   ///< where it scrolls, too: before the rest
    readonly property bool low: View.reach && !wide
    // Large keys may leave room for nothing else.
    readonly property real room: height - bar.height - 2 * Theme.margin - (low ? 0 : head.y + head.height) - below.height
    readonly property bool footScrolls: below.height > 0 && room < (footFirst ? Theme.target : 0)

    Column {   // what is only read needs no reach
        id: head
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        y: page.low ? -page.above - height - Theme.gap : Theme.margin
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
        anchors.top: page.low ? parent.top : head.bottom
        anchors.bottom: footPlace.top
        anchors.topMargin: Theme.gap
        anchors.bottomMargin: Theme.gap
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        contentWidth: width
        contentHeight: Math.max(stack.height, page.centred ? height : 0)
        interactive: page.scrolls && contentHeight > height
        boundsBehavior: Flickable.StopAtBounds
        clip: true

        // What is longer than the screen is read by keys too: a page at a time, and from the beginning again.
        activeFocusOnTab: interactive
        Accessible.role: Accessible.Pane
        Accessible.name: page.title
        Accessible.focusable: interactive
        function turn() {
            const most = contentHeight - height
            contentY = contentY >= most ? 0 : Math.min(most, contentY + height * 0.8)
        }
        Keys.onSpacePressed: turn()
        Keys.onReturnPressed: turn()
        Keys.onEnterPressed: turn()

        Column {
            id: stack
            width: scroll.width
            y: page.centred ? Math.max(0, (scroll.height - height) / 2) : 0
            spacing: Theme.gap
            Item {
                id: before
                width: scroll.width
                height: page.footScrolls && page.footFirst ? below.height : 0
            }
            Column {
                id: body
                width: scroll.width
                spacing: Theme.gap
            }
            Item {
                id: after
                width: scroll.width
                height: page.footScrolls && !page.footFirst ? below.height : 0
            }
        }
    }
    FocusRing {
        anchors.fill: scroll
        around: scroll
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
        id: footPlace
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: bar.top
        anchors.leftMargin: Theme.margin
        anchors.rightMargin: Theme.margin
        height: page.footScrolls ? 0 : below.height
        Item {
            id: below
            parent: page.footScrolls ? (page.footFirst ? before : after) : footPlace
            width: footPlace.width
            height: childrenRect.height + (childrenRect.height > 0 ? Theme.gap : 0)
        }
    }
    Flow {
        id: bar
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        anchors.margins: Theme.margin
        spacing: Theme.gap
    }
}
