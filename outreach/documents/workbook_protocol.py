"""What the process that reads workbooks and the one that asked it agree on."""

BETWEEN = "\x1f"
"""Stands between two cells of a row."""
LONGEST_ROW = 2_000_000
"""Signs in one row, whatever the file; more are no row of a list, and would only fill the memory."""
WITHIN = "\x0b"
"""Stands for a line's end within a cell; to whoever reads on it is a blank, since ``str.split`` parts words at it."""
