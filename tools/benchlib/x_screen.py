"""An X server as a finger and an eye: touches through XTest, pixels as they stand on the screen."""
import ctypes
import time

LEFT_BUTTON = 1
ALL_PLANES = 0xFFFFFFFFFFFFFFFF
Z_PIXMAP = 2


class _Image(ctypes.Structure):
    """The head of XImage, as far as it is read."""
    _fields_ = [("width", ctypes.c_int), ("height", ctypes.c_int), ("xoffset", ctypes.c_int), ("format", ctypes.c_int),
                ("data", ctypes.POINTER(ctypes.c_ubyte)), ("byte_order", ctypes.c_int), ("bitmap_unit", ctypes.c_int),
                ("bitmap_bit_order", ctypes.c_int), ("bitmap_pad", ctypes.c_int), ("depth", ctypes.c_int),
                ("bytes_per_line", ctypes.c_int)]


class XScreen:
    def __init__(self, display):
        self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        self._x.XOpenDisplay.restype = self._x.XGetImage.restype = ctypes.c_void_p
        self._x.XDefaultRootWindow.restype = self._x.XStringToKeysym.restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        if not self._display:
            raise OSError(f"no X server {display}")
        self._root = ctypes.c_ulong(self._x.XDefaultRootWindow(self._display))

    def move(self, x, y):
        self._test.XTestFakeMotionEvent(self._display, -1, int(x), int(y), ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def press(self, down):
        """Returns when the server has taken it."""
        self._test.XTestFakeButtonEvent(self._display, LEFT_BUTTON, int(down), ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def tap(self, x, y):
        self.move(x, y)
        self.press(True)
        self.press(False)

    def drag(self, way, pause=0.02):
        """Along the points, pressed."""
        self.move(*way[0])
        self.press(True)
        for point in way[1:]:
            time.sleep(pause)
            self.move(*point)
        self.press(False)

    def key(self, *names):
        """Pressed in this order and let go in the other: `key("Shift_L", "Tab")`."""
        codes = [self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(self._x.XStringToKeysym(name.encode()))) for name in names]
        for code, down in [(code, 1) for code in codes] + [(code, 0) for code in reversed(codes)]:
            self._test.XTestFakeKeyEvent(self._display, code, down, ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def hold(self, name, down):
        """One key, down until it is let go."""
        code = self._x.XKeysymToKeycode(self._display, ctypes.c_ulong(self._x.XStringToKeysym(name.encode())))
        self._test.XTestFakeKeyEvent(self._display, code, int(down), ctypes.c_ulong(0))
        self._x.XSync(self._display, 0)

    def pixels(self, x, y, width, height):
        image = self._x.XGetImage(self._display, self._root, int(x), int(y), ctypes.c_uint(int(width)), ctypes.c_uint(int(height)),
                                  ctypes.c_ulong(ALL_PLANES), Z_PIXMAP)
        if not image:
            raise OSError("nothing to see there")
        head = ctypes.cast(image, ctypes.POINTER(_Image)).contents
        seen = ctypes.string_at(head.data, head.bytes_per_line * head.height)
        self._x.XDestroyImage(ctypes.c_void_p(image))
        return seen

    def stripes(self, width, height, count=24):
        """Lines over the whole screen: enough to see that a page changes, and quick to look at."""
        return b"".join(self.pixels(0, (line + 0.5) * height / count, width, 1) for line in range(count))

    def close(self):
        self._x.XCloseDisplay(self._display)


def wait_change(look, before, limit):
    """Seconds until `look()` is another one than `before`; None after `limit` seconds."""
    began = time.monotonic()
    while time.monotonic() - began < limit:
        if look() != before:
            return time.monotonic() - began
    return None


def wait_rest(look, quiet, limit):
    """Seconds until the last change that `quiet` seconds of no change follow; None when it never rests."""
    began = last = time.monotonic()
    seen = look()
    while time.monotonic() - last < quiet:
        if time.monotonic() - began > limit:
            return None
        if (now := look()) != seen:
            seen, last = now, time.monotonic()
    return last - began
