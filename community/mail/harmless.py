"""Words of members as letters show them: no mail program makes a link, an address or a share of them.

Mail programs guess: whatever looks like an address of the web, of a person or of a machine becomes a link, as if the
house had put it there. So what ties such an address together is taken apart, where everybody can see it.
"""

import re

LONGEST_NAME = 60

_DOTS = ".\u2024\u3002\uff0e\uff61"  # the dot, and those that browsers take for one
_SPLIT = (
    (re.compile(r"(?<=\S)[@\uff20](?=\S)"), " at "),
    (re.compile(r"(?<=[^\W\d_])[:\uff1a](?=\S)"), ": "),  # mailto:, tel:, https: and whatever else; 14:00 stays
    (re.compile(r"[/\uff0f]{2,}"), "/"),
    (re.compile(r"\\{2,}"), r"\\"),
    (re.compile(rf"(?<=[^\s{_DOTS}])[{_DOTS}](?=[^\s{_DOTS},;:!?)\]”’\"'])"), ". "),
)
_A_DECIMAL = re.compile(r"(?<![^\s(])\d+\.\d+(?![^\s,;!?)])")


def words(said: str) -> str:
    """The words with a break in everything that could be an address. Once is enough; a second time changes nothing."""
    kept = iter(_A_DECIMAL.findall(said))
    pieces = (_taken_apart(piece) for piece in _A_DECIMAL.split(said))
    return "".join(piece + next(kept, "") for piece in pieces)


def name(said: str) -> str:
    """A member's name, not longer than a name is."""
    short = said if len(said) <= LONGEST_NAME else said[: LONGEST_NAME - 1].rstrip() + "…"
    return words(short)


def _taken_apart(piece: str) -> str:
    for pattern, instead in _SPLIT:
        piece = pattern.sub(instead, piece)
    return piece
