"""Pictures of QR codes that a terminal may be shown: any bytes, drawn by libqrencode, as PNG (RFC 2083) files.

Our own drawing is not asked: it takes no bytes that are no text.
"""
import ctypes
import struct
import zlib

LEVEL_L, BIGGEST = 0, 0   # least correction; version: as small as the bytes allow
MODULE, QUIET = 4, 4      # pixels of a module, modules around the code
MOST_BYTES = 2953         # of version 40 with the least correction


class _Code(ctypes.Structure):
    _fields_ = [("version", ctypes.c_int), ("width", ctypes.c_int), ("data", ctypes.POINTER(ctypes.c_ubyte))]


def _modules(content):
    """Rows of modules; true: dark."""
    library = ctypes.CDLL("libqrencode.so.4")
    library.QRcode_encodeData.restype = ctypes.POINTER(_Code)
    library.QRcode_encodeData.argtypes = [ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_int]
    library.QRcode_free.argtypes = [ctypes.POINTER(_Code)]
    code = library.QRcode_encodeData(len(content), content, BIGGEST, LEVEL_L)
    if not code:
        raise ValueError(f"{len(content)} bytes do not fit")
    width = code.contents.width
    rows = [[bool(code.contents.data[y * width + x] & 1) for x in range(width)] for y in range(width)]
    library.QRcode_free(code)
    return rows


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(rows):
    """8-bit grey; true: black."""
    lines = b"".join(b"\0" + bytes(0 if dark else 255 for dark in row) for row in rows)
    head = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(lines)) + _chunk(b"IEND", b""))


def code(content):
    modules = _modules(content)
    side = [False] * QUIET
    rows = [[False] * (len(modules) + 2 * QUIET)] * QUIET
    rows = rows + [side + row + side for row in modules] + rows
    return png([[dark for dark in row for _ in range(MODULE)] for row in rows for _ in range(MODULE)])


def blank(width=640, height=480):
    return png([[False] * width] * height)
