"""The verbs: what a person or a sweep can do, once, for screen, worker and command line alike. Domain only.

A method opens one unit of work, loads, asks the domain, saves, commits once and returns a value.
"""
