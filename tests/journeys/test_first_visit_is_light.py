"""What a first visit costs: bytes over the wire, compressed as a server would, and none of them from anybody else."""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, Response

from tests.journeys.conftest import PATIENCE

pytestmark = pytest.mark.browser

WHOLE_VISIT = 120_000
SCRIPT_AND_STYLE = 40_000
COMPRESSED_ALREADY = ("font/", "image/png", "image/jpeg", "image/webp")


@pytest.fixture
def first_time(chromium: Chromium, address: str) -> Iterator[Page]:
    """A browser that has never been here."""
    context = chromium.new_context(base_url=address, locale="en-GB")
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def weights_of(page: Page, path: str) -> dict[str, tuple[str, int]]:
    """Each address that the page fetches, with its kind and its bytes on the wire."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(path, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    return {each.url: (each.headers.get("content-type", ""), weight(each)) for each in answers}


def weight(answer: Response) -> int:
    kind = answer.headers.get("content-type", "")
    body = answer.body()
    return len(body) if kind.startswith(COMPRESSED_ALREADY) else len(gzip.compress(body, 9))


@pytest.mark.parametrize("path", ["/", "/join", "/sign-in"])
def test_a_first_visit_is_light_and_all_our_own(first_time: Page, address: str, path: str) -> None:
    weights = weights_of(first_time, path)
    assert all(url.startswith(f"{address}/") for url in weights), weights
    kinds = " ".join(kind for kind, _ in weights.values())
    assert all(word in kinds for word in ("text/html", "text/css", "javascript", "font/")), kinds
    bulk = sum(size for kind, size in weights.values() if "javascript" in kind or "css" in kind)
    assert bulk <= SCRIPT_AND_STYLE, weights
    assert sum(size for _, size in weights.values()) <= WHOLE_VISIT, weights
    assert len(weights) == len({url.partition("?")[0] for url in weights}), "something came twice"
