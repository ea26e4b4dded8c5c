"""Where providers call back. Open to all, since each channel proves its own: what is genuine is kept as it came, and
read later by a worker, so that the answer is quick and nothing is lost by a mistake of ours in reading it."""

from urllib.parse import quote

from flask import Blueprint, request
from werkzeug.wrappers import Response

from outreach.domain.errors import NotFound, StoreAway
from outreach.domain.messages import Forged, RawReceipt
from outreach.web.guards import public
from outreach.web.house import desk

blueprint = Blueprint("callbacks", __name__)


@blueprint.route("/callbacks/<channel>", methods=["GET", "POST"])
@blueprint.route("/callbacks/<channel>/<path:proof>", methods=["GET", "POST"])
@public
def take(channel: str, proof: str = "") -> Response:
    """``proof`` is read from the raw address by the channel that put a secret there."""
    try:
        desk().working.receiving.take(channel, _raw())
    except Forged:
        return Response("", 403)
    except NotFound:
        return Response("", 404)
    except StoreAway:
        return Response("", 503, {"Retry-After": "30"})  # they all call again
    return Response("", 200)


def _raw() -> RawReceipt:
    path, query = quote(request.path), request.query_string.decode("latin-1")
    headers = {name.lower(): value for name, value in request.headers.items()}
    return RawReceipt(request.method, f"{path}?{query}" if query else path, headers, request.get_data())
