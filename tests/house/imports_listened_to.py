"""Imports the modules named on its command line, and prints what each did beside being imported.

Runs in a Python of its own (``python -B``): an audit hook cannot be taken off again.
"""

import importlib
import os
import sys
import threading

WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
LOUD = (
    "_thread.start",
    "os.exec",
    "os.fork",
    "os.mkdir",
    "os.posix_spawn",
    "os.putenv",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.system",
    "signal.",
    "socket.",
    "sqlite3.connect",
    "subprocess.",
)

heard: list[str] = []


def listen(event: str, details: tuple[object, ...]) -> None:
    if event.startswith(LOUD) or (event == "open" and isinstance(details[2], int) and details[2] & WRITING):
        heard.append(f"{event} {details!r}")


def main() -> None:
    importlib.import_module("numpy")  # sets a variable for its own libraries and takes it back: not ours to mend
    sys.addaudithook(listen)
    for module in sys.argv[1:]:
        del heard[:]
        importlib.import_module(module)
        threads = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
        if heard or threads:
            sys.stdout.write(f"{module}: {heard} {threads}\n")


if __name__ == "__main__":
    main()
