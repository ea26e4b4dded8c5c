"""What the process that reads workbooks and the one that asked it agree on."""

BETWEEN = "\x1f"
"""Stands between two cells of a row."""
WITHIN = "\x0b"
"""Stands for a line's end within a cell; to whoever reads on it is a blank, since ``str.split`` parts words at it."""
