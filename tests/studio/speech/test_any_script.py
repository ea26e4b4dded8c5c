"""Whatever is typed or pasted: only words come out, composed, soon, and the same ones every time."""

import re
import subprocess
import sys
import unicodedata

from hypothesis import example, given, settings
from hypothesis import strategies as st

from outreach.studio.speech.letters import ALPHABET
from outreach.studio.speech.reading import LONGEST, read_out
from tests.studio.speech.listening import heard_digits, heard_number

CALMLY = settings(deadline=None)  # machines are busy at times
SAYABLE = re.compile(f"[{ALPHABET}{ALPHABET.upper()} ,.?!\n]*")
SHARDS = st.sampled_from(
    [
        *(
            "20/12/2023",
            "17h30",
            "05:30",
            "2.000.000đ",
            "1.234,5",
            "69,38 %",
            "kWh",
            "kV",
            "2076/PCLS-KD",
            "UBND",
            "TT.",
        ),
        *(
            "0205 3 870 xxx",
            "19006769",
            "0912 345 678",
            "+84",
            "(0",
            "a@b.vn",
            "https://",
            "www.",
            ".vn",
            "*101#",
            "H.",
        ),
        *("IV", "XXI", "thứ ", "ngày ", "quý ", "mã ", "°C", "đ", "Đ", "H'Mông", "m²", "½", "😀", "«", "\n", "\u00a0"),
        *("/", "-", "–", "&", "…", ".", ",", ";", "_", "²", "\u0301", "１２", "٣", "ﬁ", "Ⅳ", "ß", "İ", "ñ", "Ж", "漢"),
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(SHARDS, max_size=40).map("".join))


@CALMLY
@given(TEXTS)
@example("İstanbul ß ﬁ Ⅳ ² ½ Ж 漢")
def test_only_words_and_pauses_come_out(script: str) -> None:
    assert SAYABLE.fullmatch(read_out(script).words)


@CALMLY
@given(TEXTS)
def test_composed_and_decomposed_letters_are_read_alike(script: str) -> None:
    composed, apart = (unicodedata.normalize(form, script) for form in ("NFC", "NFD"))
    reading = read_out(composed)
    assert reading == read_out(apart)
    assert unicodedata.is_normalized("NFC", reading.words)


@CALMLY
@given(st.integers(0, 10**15).map(lambda number: (number, f"{number:,}".replace(",", "."))))
def test_an_amount_in_a_sentence_is_understood(amount: tuple[int, str]) -> None:
    number, written = amount
    words = read_out(f"Tổng cộng {written} đồng.").words
    said = words.removeprefix("Tổng cộng ").removesuffix(" đồng.")
    assert heard_number(said) == number


@CALMLY
@given(st.from_regex(r"0[35789][0-9]{8}", fullmatch=True))
def test_a_telephone_number_is_heard_digit_by_digit(number: str) -> None:
    assert heard_digits(read_out(f"gọi {number}").words.removeprefix("Gọi ").removesuffix(".")) == number


STUBBORN = (
    "1", "1/", "1.", "1.000.", "1,", "0 ", "0x", "(0", "+84", "a", "A", "a.", "a.b@", "x.com/", "https://", "I", "A-",
    "UB-", "/UB", "…", "…/AB", "'a", "<", ". ", "\n", "TT ", "mã 1", "1 000 ", "17h", "*1", "-", " - ", "%", "ạ5",
    "\u0301", "Ж",
)  # fmt: skip


def test_no_script_keeps_the_reader_busy() -> None:
    """The longest scripts of the most stubborn pieces, in a process that is ended after a minute of work. All of them
    take three seconds together; a pattern that went back and forth over one would take years."""
    run = subprocess.run([sys.executable, "-c", BUSY, *STUBBORN], check=False, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


BUSY = f"""
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (60, 60))
from outreach.studio.speech.reading import read_out
for shard in sys.argv[1:]:
    read_out((shard * {LONGEST})[:{LONGEST}])
"""
