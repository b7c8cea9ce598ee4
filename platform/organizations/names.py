"""Names and websites that one could take for each other. Plain functions; they know no tables."""

import re
import unicodedata
from urllib.parse import urlsplit

ENOUGH_ALIKE = 0.55  # shared three-letter pieces; tried on the pairs in the tests
PIECE = 3

# Letters of other scripts, and digits, that look like Latin letters once case and accents are gone.
LOOKS_LIKE = str.maketrans(
    "авеѕіјкмнорстухԁɡɩьαβεηικνορτυχωıłøđ0135|$",
    "abesijkmhopctyxdgibabenikvoptuxwilodolesls",
)
PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"))

# Words that many organizations have in their names; they tell nobody apart.
WORDS = """the of and for a an inc incorporated llc ltd limited co corp corporation company gmbh ev org
    organization organisation foundation trust charity association international national global
    internacional nacional el la los las de del y para fundacion asociacion organizacion ac sa sl cv"""
COMMON = frozenset(WORDS.split())


JOINERS = "\u200c\u200d"  # some scripts need them inside a word


def can_be_read(name: str) -> bool:
    """Whether a name has a letter or a number, and no sign that is unseen or turns the writing round."""
    unseen = (unicodedata.category(sign) in ("Cc", "Cf") for sign in name if sign not in JOINERS)
    return bool(plain(name)) and not any(unseen)


def plain(text: str) -> str:
    """Return a text without case, accents, look-alike letters and signs; words stay apart."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", letters.translate(LOOKS_LIKE)))


def name_key(name: str) -> str:
    """Return what is left of a name when everything that can't be told apart is gone."""
    words = plain(name.replace(".", "")).split()
    telling = [word for word in words if word not in COMMON] or words
    key = "".join(telling)
    for two, one in PAIRS:
        key = key.replace(two, one)
    return key


def domain_key(domain: str) -> str:
    """Return a domain's telling label: without its ending, dashes and look-alike letters."""
    labels = _unicode(domain).split(".")
    telling = max(labels[:-1] or labels, key=len)
    return name_key(telling)


def are_alike(one: str, other: str) -> bool:
    """Whether two keys are the same or share most of their three-letter pieces."""
    if one == other:
        return bool(one)
    first, second = _pieces(one), _pieces(other)
    together = len(first | second)
    return bool(together) and len(first & second) / together >= ENOUGH_ALIKE


def _pieces(key: str) -> set[str]:
    padded = f"  {key} "
    return {padded[i : i + PIECE] for i in range(len(padded) - PIECE + 1)}


def _unicode(domain: str) -> str:
    """Return a domain with its `xn--` labels as people see them; as it is where they are wrong."""
    try:
        return domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain


def domain_of(website: str) -> str:
    """Return a website's host without `www.`, in small letters."""
    try:
        host = urlsplit(website).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")[:120]
