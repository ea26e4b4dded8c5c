"""The desk on a screen: pages and the JSON API (the only Flask). Acts through a Desk, never through storage."""
