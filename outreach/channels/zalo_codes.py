"""Zalo's error codes. Public tables contradict each other on some; a code that stands in none goes to a person."""

from outreach.domain.messages import Fault

UNKNOWN_ERROR = -100  # "an unknown exception": the message may have been taken before it
TOKEN_CODES = frozenset({-124, -216, -220})

CODES = {
    **dict.fromkeys((-101, -102, -103), ("app-not-valid", Fault.CHANNEL, False)),
    -104: ("app-secret-not-valid", Fault.CHANNEL, False),
    -105: ("app-without-account", Fault.CHANNEL, False),
    -106: ("method-not-supported", Fault.STRANGE, False),
    -107: ("message-id-not-valid", Fault.STRANGE, False),
    -108: ("no-such-number", Fault.NUMBER, True),
    -109: ("no-such-template", Fault.MESSAGE, True),
    -110: ("old-zalo", Fault.NUMBER, True),
    -111: ("template-without-data", Fault.MESSAGE, True),
    -112: ("template-data-not-valid", Fault.MESSAGE, True),
    -113: ("button-not-valid", Fault.MESSAGE, True),
    -114: ("user-not-reachable", Fault.NUMBER, True),
    -115: ("no-balance", Fault.CHANNEL, False),
    -116: ("text-not-valid", Fault.MESSAGE, True),
    -117: ("template-not-ours", Fault.MESSAGE, True),
    -118: ("no-zalo-account", Fault.NUMBER, True),
    -119: ("account-cannot-receive", Fault.NUMBER, True),
    -120: ("account-lacks-feature", Fault.CHANNEL, False),
    -121: ("template-empty", Fault.MESSAGE, True),
    -122: ("body-not-valid", Fault.MESSAGE, True),
    -123: ("body-not-decrypted", Fault.MESSAGE, True),
    **dict.fromkeys(TOKEN_CODES, ("token-not-valid", Fault.TOKEN, False)),
    -130: ("data-too-long", Fault.MESSAGE, True),
    -131: ("template-not-approved", Fault.MESSAGE, True),
    -132: ("parameter-not-valid", Fault.MESSAGE, True),
    -133: ("night", Fault.HOURS, False),
    **dict.fromkeys((-134, -139, -141), ("user-refuses", Fault.REFUSES, True)),
    -135: ("account-not-allowed", Fault.CHANNEL, False),
    -136: ("no-cloud-account", Fault.CHANNEL, False),
    -137: ("charge-failed", Fault.CHANNEL, False),
    -138: ("app-without-permission", Fault.CHANNEL, False),
    **dict.fromkeys((-140, -145), ("tag-not-allowed", Fault.MESSAGE, True)),
    -144: ("daily-quota", Fault.QUOTA, False),
    -146: ("template-disabled", Fault.MESSAGE, True),
    -147: ("template-daily-quota", Fault.QUOTA, False),
    -32: ("too-fast", Fault.BUSY, False),
}
