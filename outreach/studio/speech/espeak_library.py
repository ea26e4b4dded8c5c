"""``python -m outreach.studio.speech.espeak_library``: espeak-ng's own library, as a program of its own.

For machines where pip may install and apt may not. It takes the options of Debian's program that we use.
"""

import argparse
import ctypes
import sys
import wave

import espeakng_loader

_SYNCHRONOUS, _UTF8, _RATE, _VOLUME, _WORDGAP = 2, 1, 1, 2, 7
_TO_THE_END = 1  # POS_CHARACTER, and no end position
_Heard = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def main() -> None:
    options = _options()
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    rate = library.espeak_Initialize(_SYNCHRONOUS, 0, str(espeakng_loader.get_data_path()).encode(), 0)
    if rate <= 0 or library.espeak_SetVoiceByName(options.voice.encode()):
        sys.exit("espeak-ng: no such voice")
    settings = ((_RATE, options.pace), (_VOLUME, options.level), (_WORDGAP, options.gap))
    for parameter, value in settings:
        library.espeak_SetParameter(parameter, value, 0)
    with wave.open(options.made, "wb") as sound:
        sound.setparams((1, 2, rate, 0, "NONE", ""))
        _say(library, sys.stdin.buffer.read(), sound)


def _say(library: ctypes.CDLL, words: bytes, sound: wave.Wave_write) -> None:
    def heard(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: int) -> int:
        if count:
            sound.writeframes(ctypes.string_at(samples, count * 2))
        return 0

    keep = _Heard(heard)  # ctypes forgets a callback that nobody holds
    library.espeak_SetSynthCallback(keep)
    library.espeak_Synth(words + b"\0", len(words) + 1, 0, _TO_THE_END, 0, _UTF8, None, None)
    library.espeak_Synchronize()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for short, name, kind in (("-v", "voice", str), ("-s", "pace", int), ("-g", "gap", int), ("-a", "level", int)):
        parser.add_argument(short, dest=name, type=kind, required=True)
    parser.add_argument("-w", dest="made", required=True)
    parser.add_argument("--stdin", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    main()
