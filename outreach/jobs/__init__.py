"""Acts when nobody is looking: a few fixed sweeps, each a service call and a log line. The only APScheduler.

Nothing of ours sits in a job store: the plan lives in our tables, and running a sweep 0, 1 or 5 times an hour gives
the same result.
"""
