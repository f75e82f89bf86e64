// What is wrong with the answer on the screen, right under it.
import QtQuick
import Kiosk
import SscKiosk

Words {
    objectName: "field-error"
    visible: Form.error.length > 0
    text: Form.error
    color: Theme.warning
    font.weight: Font.Medium
    lineHeight: 1.2
    Accessible.role: Accessible.AlertMessage
}
