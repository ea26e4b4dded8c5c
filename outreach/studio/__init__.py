"""Sound: taking in, measuring and (later) mastering recordings. The only room that knows PyAV and pydub.

Nothing enters here about campaigns, places or people: a file goes in, facts or another file come out.
"""
