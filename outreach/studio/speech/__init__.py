"""Speech: a script written out as it is said, how long that takes, and the voices that read it aloud.

Nothing enters here about campaigns or approval, and no recording: words go in, words or a WAV file come out. What a
voice needs (a program, a library, a model) is started as another process with a limit of time.
"""
