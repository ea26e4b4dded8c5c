"""Deliveries written before further contracts had a table of their own are found by them too."""

from importlib.resources import files

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, insert, select

from outreach.storage.database import migrate, open_engine, writing
from outreach.storage.notice_tables import delivery_codes, delivery_words

WORDS = {"notice": 1, "number": "84912345678", "text": "", "fields": ""}


def _step_back(engine: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(files("outreach.storage") / "migrations"))
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
        connection.commit()


def test_what_was_written_before_gets_its_rows(database_url: str) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    _step_back(engine, "0004")
    shared = {"delivery": 1, "code": "PA11CL1", "codes": '["PA11CL1", "PA11CL2", "PA11CL3"]'}
    alone = {"delivery": 2, "code": "PA11CL4", "codes": ""}
    with writing(engine) as connection:
        connection.execute(insert(delivery_words), [{**WORDS, **one} for one in (shared, alone)])
        connection.commit()
    migrate(engine)
    with engine.connect() as connection:
        found = connection.execute(select(delivery_codes).order_by(delivery_codes.c.code)).all()
    engine.dispose()
    assert [tuple(row) for row in found] == [("PA11CL2", 1), ("PA11CL3", 1)]
