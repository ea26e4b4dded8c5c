"""Which written words are Vietnamese syllables, and how the letters of all others are called."""

import unicodedata
from functools import lru_cache
from string import ascii_lowercase

from outreach.domain.message_text import LETTERS

ALPHABET = ascii_lowercase + "".join(letter for letter in LETTERS if letter.islower())
"""Every letter that may stand in what is read out, in lower case."""
CAPITALS = ALPHABET.upper()

_NAMES = {
    "a": "a", "ă": "á", "â": "ớ", "b": "bê", "c": "xê", "d": "dê", "đ": "đê", "e": "e", "ê": "ê", "f": "ép",
    "g": "gờ", "h": "hát", "i": "i", "j": "gi", "k": "ca", "l": "lờ", "m": "mờ", "n": "nờ", "o": "o", "ô": "ô",
    "ơ": "ơ", "p": "pê", "q": "quy", "r": "rờ", "s": "ét", "t": "tê", "u": "u", "ư": "ư", "v": "vê", "w": "vê kép",
    "x": "ích", "y": "i dài", "z": "dét",
}  # fmt: skip

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))

_ONSETS = """b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x
bj bl br dj dl dr đr f gl gr hl hm hn hr j jr khn kl kr ml mn mr pj phj pl pr sl tl w z"""
"""The second line is for names of places among the Tày, Nùng, Mông, Ê Đê and others; so is the last of the rimes."""

_RIMES = """a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên êng ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôông ôp ôt ơ ơi ơm ơn ơng ơp ơt u ua uâng uân uât uây uc uê uêch uên uênh uêt uêu
ui um un ung uôc uôi uôm uôn uông uôt uơ uơn up ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu
ư ưa ưc ưi ưm ưn ưng ưp ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yt ynh yêm yên yêng yêt yêu
ak ăk âk ek êk ik ok ôk ơk uk ưk al ăl êl ôl ơl ar ăr âr êr ôr ơr ah êh ôh ưh ea iêk uôk ươk âư"""

_LETTERS = frozenset(ALPHABET)
_BEGINNINGS, _ENDS = frozenset(_ONSETS.split()) | {""}, frozenset(_RIMES.split())


@lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether Vietnamese readers can say a word as it stands (in any case, with or without its tone)."""
    if not _LETTERS.issuperset(word.lower()):
        return False
    bare = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word.lower()).translate(_TONES))
    return any(bare[:cut] in _BEGINNINGS and bare[cut:] in _ENDS for cut in range(min(4, len(bare))))


def spelled(letters: str) -> str:
    """The names of the letters; marks that Vietnamese has no letter for are passed over."""
    return " ".join(_NAMES[bare] for letter in letters for bare in _bare(letter) if bare in _NAMES)


@lru_cache(maxsize=1024)
def _bare(letter: str) -> str:
    """A letter without its tone, in lower case: its name says nothing about the tone."""
    low = letter.lower()
    if low in _NAMES:
        return low
    toneless = unicodedata.normalize("NFC", unicodedata.normalize("NFD", low).translate(_TONES))
    return toneless if toneless in _NAMES else unicodedata.normalize("NFKD", low)[:1]
