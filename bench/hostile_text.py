"""Milliseconds of CPU that the longest hostile texts cost: made into HTML, made short, and looked through for names.

    python -m bench.hostile_text

Every text is as long as a post may be. None may cost more than 250 ms (SECURITY: R25); the last column says which do.
"""

import time
from collections.abc import Callable

from community.core.identifying import find
from community.core.text import LONGEST_TEXT, excerpt, prose, render_markdown

MOST_MS = 250
PATTERNS = {
    "open brackets": "[",
    "images": "![a](",
    "links in links": "[a](b",
    "links": "[a](http://b.c) ",
    "link titles": '[a](b "',
    "angle links": "[a](<b",
    "quotes": ">",
    "quotes and lists": "> - ",
    "list signs": "- ",
    "numbers": "1) ",
    "tabs": "\t",
    "stars": "*a ",
    "closing stars": "a**",
    "stars and lines": "*a_",
    "three stars": "***a",
    "strikes": "~~a~",
    "back ticks": "`",
    "fences": "```\n",
    "fence in quote": "> ```\n",
    "headings": "# a\n",
    "underlines": "a\n-\n",
    "rules": "***\n",
    "entities": "&amp;",
    "broken entities": "&a",
    "numbers of letters": "&#x41;",
    "angles": "<a ",
    "comments": "<!--",
    "declarations": "<!A ",
    "addresses of the web": "http://a.b/",
    "addresses without an end": "http://a.",
    "brackets in addresses": "http://a.b/(",
    "bare domains": "a.co ",
    "people's addresses": "a@b.co ",
    "signs": "@a ",
    "backslashes": "\\",
    "escaped": "\\*",
    "line ends": "a\n",
    "hard breaks": "a  \n",
    "references": "[a]: b\n",
    "accents": "a\u0301",
    "right to left": "\u202ea",
    "faces": "\U0001f9d1\u200d\U0001f91d",
    "digits": "0 ",
    "titles": "Mr A ",
    "dates": "1/1/1 ",
}
NESTED = {
    "deep quotes": "\n".join(">" * depth + " a" for depth in range(1, 140)),
    "deep lists": "\n".join("  " * depth + "- a" for depth in range(95)),
    "growing ticks": " ".join("`" * many for many in range(1, 140)),
    "growing stars": " ".join("*" * many + "a" for many in range(1, 138)),
}


def hostile() -> dict[str, str]:
    whole = {name: (sign * LONGEST_TEXT)[:LONGEST_TEXT] for name, sign in PATTERNS.items()}
    return whole | {name: text[:LONGEST_TEXT] for name, text in NESTED.items()}


def cost_of(act: Callable[[str], object], text: str) -> float:
    """The best of three: what the machine does besides is not the text's fault."""
    taken = []
    for _ in range(3):
        began = time.process_time()
        act(text)
        taken.append((time.process_time() - began) * 1000)
    return min(taken)


def main() -> None:
    acts = (render_markdown, excerpt, prose, find)
    print(f"{'text':26}" + "".join(f"{act.__name__:>17}" for act in acts))
    rows = {name: [cost_of(act, text) for act in acts] for name, text in hostile().items()}
    for name, costs in sorted(rows.items(), key=lambda row: -max(row[1])):
        print(
            f"{name:26}" + "".join(f"{each:17.1f}" for each in costs) + ("   too much" if max(costs) > MOST_MS else "")
        )
    print(f"{len(rows)} texts of up to {LONGEST_TEXT:,} characters; the most is {max(map(max, rows.values())):.1f} ms")


if __name__ == "__main__":
    main()
