"""What somebody has begun to write, as a draft holds it: words alone, that belong to no post yet."""

import json
from typing import Any, NamedTuple


class Written(NamedTuple):
    """The fields of a form as far as they are filled in; `version` is the one that an edit began from."""

    body: str = ""
    title: str = ""
    kind: str = ""
    link: str = ""
    challenges: tuple[str, ...] = ()
    version: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written: a kind or a version alone is no words."""
        return not (self.body or self.title or self.link)

    @property
    def words(self) -> str:
        """All of it as one text, to be shown beside another."""
        return "\n\n".join(each for each in (self.title, self.link, self.body) if each)

    def says(self, sent: "Written") -> bool:
        """Whether what was sent says all that is written here, and perhaps goes on from it."""
        return sent.body.startswith(self.body) and self.title in {"", sent.title} and self.link in {"", sent.link}


def to_json(written: Written) -> str:
    return json.dumps(written._asdict(), ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> Written:
    """What `to_json` wrote, also before a field was added."""
    kept: dict[str, Any] = json.loads(text)
    known = {name: value for name, value in kept.items() if name in Written._fields}
    return Written(**known | {"challenges": tuple(known.get("challenges", ()))})
