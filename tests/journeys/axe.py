"""The judge of accessibility: axe-core, and the rules that every page keeps to."""

from importlib.resources import files

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
LOOKS = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable", "css-orientation-lock"]
RULES_OF_LOOKS = {"runOnly": {"type": "rule", "values": LOOKS}, "resultTypes": ["violations"]}
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
JUDGE = "(options) => axe.run(document, options).then((found) => found.violations)"
