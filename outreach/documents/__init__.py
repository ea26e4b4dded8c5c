"""Letters and plans in, reports out: files that people write and read, as domain values and back.

Nothing enters here that stores, sends, plays or shows; a measuring of sound is handed in by the caller.
"""
