#!/usr/bin/env bash
# Proves that the wheel is whole: installed in an empty environment, started in an empty folder, it must show
# its sign-in page with every style sheet and script. Usage: wheel.sh PYTHON WHEEL
set -euo pipefail

python=$(realpath --no-symlinks "$1")
wheel=$(realpath "$2")
empty=$(mktemp -d)
server=

tidy() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$empty"
}
trap tidy EXIT

cd "$empty"
unset PYTHONPATH
"$python" -m venv away
away/bin/python -m pip install --quiet --disable-pip-version-check "$wheel"
away/bin/pip check
port=$(away/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

OUTREACH_DATA="$empty/data" away/bin/outreach run --host 127.0.0.1 --port "$port" </dev/null >server.log 2>&1 &
server=$!

if ! away/bin/python - "$server" "http://127.0.0.1:$port/dang-nhap" <<'PYTHON'; then
import os
import re
import sys
import time
from urllib.error import URLError
from urllib.parse import urljoin
from urllib.request import urlopen

server, page = int(sys.argv[1]), sys.argv[2]


def get(address):
    with urlopen(address, timeout=10) as answer:
        assert answer.status == 200, (address, answer.status)
        return answer.read().decode()


def first_page():
    for _ in range(240):  # a minute at most
        os.kill(server, 0)  # raises as soon as the server is gone
        try:
            return get(page)
        except URLError as error:
            if hasattr(error, "code"):
                raise
            time.sleep(0.25)
    raise SystemExit(f"nothing answered at {page}")


html = first_page()
styles = re.findall(r'<link[^>]+rel="stylesheet"[^>]*>', html)
addresses = [re.search(r'href="([^"]+)"', link)[1] for link in styles] + re.findall(r'<script[^>]+src="([^"]+)"', html)
assert styles, "the sign-in page names no style sheet"
for address in addresses:
    assert get(urljoin(page, address)), f"{address} is empty"
    print(f"200 {address}")
print(f"200 {page}: {len(html)} characters, from the wheel")
PYTHON
    echo "The wheel does not serve its sign-in page. The server said:" >&2
    cat server.log >&2
    exit 1
fi
