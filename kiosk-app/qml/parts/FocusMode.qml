// Whether somebody moves by keys: only then the place of the focus is drawn.
pragma Singleton
import QtQuick

QtObject {
    property bool byKeys: false
}
