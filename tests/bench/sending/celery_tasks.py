"""(b) and (c): two ways to send with Celery. The worker loads this; where to is in its environment."""

import os
from functools import cache
from typing import Any

from celery import Celery
from sqlalchemy import Engine, bindparam, create_engine, event, insert, select, update
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from twilio.rest import Client as TwilioClient

from tests.bench.sending.client import SENDER, Client
from tests.bench.sending.provider import ACCOUNT, TOKEN
from tests.bench.sending.rows import PRAGMAS, text_of

DATABASE, PROVIDER, BROKER = "BENCH_DATABASE", "BENCH_PROVIDER", "BENCH_BROKER"
CONNECTIONS = 50  # in each of the two processes

app = Celery("peers", broker=os.environ.get(BROKER))
app.conf.task_ignore_result = True


class Table(DeclarativeBase):
    pass


class Message(Table):
    __tablename__ = "messages"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    name: Mapped[str]
    code: Mapped[str]
    day: Mapped[int]


class Sending(Table):
    __tablename__ = "sendings"
    message_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    status: Mapped[str]
    sid: Mapped[str | None]


@app.task
def send_lot(first: int, last: int) -> None:
    """(b) The fair peer: 500 messages a task, everything in lots, and the same client as everybody."""
    columns = (Message.id, Message.number, Message.name, Message.code, Message.day)
    with _engine().connect() as connection:
        rows = [row._tuple() for row in connection.execute(select(*columns).where(Message.id.between(first, last)))]
        connection.execute(insert(Sending), [{"message_id": row[0], "status": "sending"} for row in rows])
        connection.commit()
        messages = ((row[0], row[1], text) for row, text in zip(rows, text_of(rows), strict=True))
        sent = [{"sent": number, "sid": sid} for number, sid in _client().send(messages)]
        mark = update(Sending).where(Sending.message_id == bindparam("sent"))
        connection.execute(mark.values(status="sent", sid=bindparam("sid")), sent)
        connection.commit()


@app.task
def send_one(message_id: int) -> None:
    """(c) What most would build: a task a message, the provider's SDK, objects of the ORM."""
    with Session(_engine()) as session:
        message = session.get_one(Message, message_id)
        [text] = text_of([(message.id, message.number, message.name, message.code, message.day)])
        sending = Sending(message_id=message_id, status="sending")
        session.add(sending)
        session.commit()
        answer = _twilio().messages.create(to=f"+{message.number}", from_=SENDER, body=text)
        sending.status, sending.sid = "sent", answer.sid
        session.commit()


@cache
def _engine() -> Engine:
    engine = create_engine(os.environ[DATABASE])
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _as_durable_as_ours)
    return engine


def _as_durable_as_ours(connection: Any, _record: Any) -> None:
    for pragma in (*PRAGMAS, "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")


@cache
def _client() -> Client:
    return Client(os.environ[PROVIDER], CONNECTIONS)


@cache
def _twilio() -> Any:
    client = TwilioClient(ACCOUNT, TOKEN)
    client.api.base_url = os.environ[PROVIDER]
    return client
