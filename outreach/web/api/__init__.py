"""The JSON API under /api/v1: every screen's facts and actions for programs, described at /api/v1/openapi.json.

Schemas and routes only: what may be done, and by whom, is decided by the services.
"""
