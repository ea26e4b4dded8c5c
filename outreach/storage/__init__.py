"""Remembers: tables, migrations, rows ⇄ values, the unit of work. The only SQLAlchemy; rows never leave this room."""
