"""Stand-ins for the photos and recordings that officers attach: small, of the right form, always the same bytes.

The picture is a drawing of stripes and cannot be taken for a photograph; the sound is a plain tone.
"""

import math
import struct
import wave
import zlib
from hashlib import sha256
from io import BytesIO

WIDTH, HEIGHT, STRIPE = 48, 32, 6
RATE, SECONDS = 8_000, 1


def picture(name: str) -> bytes:
    """A PNG of stripes in colours that follow from the name; stored, not packed, so that no library changes it."""
    colours = sha256(name.encode()).digest()
    row = b"".join(colours[(x // STRIPE) * 3 : (x // STRIPE) * 3 + 3] for x in range(WIDTH))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + row) * HEIGHT, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def sound(name: str) -> bytes:
    """A second of a tone as WAV; its pitch follows from the name."""
    pitch = 300 + sha256(name.encode()).digest()[0]
    wavelike = (round(6_000 * math.sin(math.tau * pitch * moment / RATE)) for moment in range(RATE * SECONDS))
    file = BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(b"".join(struct.pack("<h", value) for value in wavelike))
    return file.getvalue()
