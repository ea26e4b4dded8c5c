"""Replays a campaign: a simulated clock, and a simulated world of stations, officers and machines.

It acts through a Desk of services and the sweeps that it is handed, just as people and the scheduler do; nothing
here may know of storage, screens or jobs, draw a number from a generator with a state, or remember what it did.
"""
