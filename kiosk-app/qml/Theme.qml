// Sizes in millimetres on the real screen, colours, letters: the only place where they stand.
pragma Singleton
import QtQuick
import Kiosk
import SscKiosk

QtObject {
    readonly property real mm: View.pixelsPerMm
    readonly property bool large: View.elder
    readonly property bool contrast: View.contrast

    // Letters: the height of a hanzi. An em is a little more than that.
    readonly property string family: "Noto Sans CJK SC"
    property real letters: 1   // a factor that only proofs change: nothing is cut where letters are larger than foreseen
    readonly property real em: 1.08 * mm * letters
    readonly property int body: Math.round((large ? 13 : 8) * em)
    readonly property int small: Math.round((large ? 11 : 6.5) * em)
    readonly property int title: Math.round((large ? 17 : 12) * em)
    readonly property int huge: Math.round((large ? 24 : 18) * em)
    readonly property real lineHeight: 1.3

    readonly property int target: Math.round((large ? 30 : 20) * mm)
    readonly property int gap: Math.round((large ? 5 : 4) * mm)
    readonly property int margin: Math.round((large ? 8 : 8) * mm)
    readonly property int radius: Math.round(3 * mm)
    readonly property int line: Math.max(1, Math.round(0.4 * mm))

    readonly property color ground: contrast ? "#000000" : "#F2F5F9"
    readonly property color surface: contrast ? "#000000" : "#FFFFFF"
    readonly property color pressed: contrast ? "#404000" : "#DCE8F5"
    readonly property color border: contrast ? "#FFFFFF" : "#C3CEDB"
    readonly property color edge: contrast ? "#FFFFFF" : "#74839A"   // of what can be touched: stands out 3:1
    readonly property color ink: contrast ? "#FFFFFF" : "#17212E"
    readonly property color softInk: contrast ? "#FFFFFF" : "#46536A"
    readonly property color accent: contrast ? "#FFE600" : "#0A57A4"
    readonly property color inkOnAccent: contrast ? "#000000" : "#FFFFFF"
    readonly property color accentPressed: contrast ? "#B3A100" : "#073F78"
    readonly property color accentSoft: contrast ? "#FFE600" : "#DCE8F5"
    readonly property color warning: contrast ? "#FFE600" : "#A33B00"
    readonly property color warningGround: contrast ? "#000000" : "#FFF1E3"
    readonly property color focus: contrast ? "#00E5FF" : "#9A3B00"
    readonly property color focusEdge: contrast ? "#000000" : "#FFFFFF"
}
