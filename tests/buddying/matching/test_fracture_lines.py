"""The old divides: which of them runs between two people."""

import pytest

from community.buddying.matching import FractureLine, fracture_line_between
from tests.buddying.matching.cast import LINES, TAXONOMY


@pytest.mark.parametrize(
    ("ours", "theirs", "line"),
    [
        ("nhs-acute", "care-home", "acute-community"),
        ("nhs-acute", "nhs-community", "acute-community"),
        ("nhs-community", "care-home", "public-independent"),
        ("nhs-primary-care", "care-home", "health-care"),
        ("nhs-acute", "lg-adult-social-care", "nhs-local-gov"),
        ("comm-icb", "lg-adult-social-care", "nhs-local-gov"),
        ("comm-place", "vcse-local", "commissioner-provider"),
        ("carer", "nhs-acute", "professional-lived"),
        ("carer", "lg-elected", "professional-lived"),
        ("lg-adult-social-care", "vcse-local", "statutory-vcse"),
        ("care-home", "housing-association", "care-housing"),
        ("lg-adult-social-care", "lg-elected", "officer-member"),
        ("nat-regulator", "home-care", "regulator-regulated"),
        ("care-home", "home-care", None),
        ("carer", "carer", None),
        ("lg-elected", "lg-elected", None),
        ("nhs-acute", "other-public", None),
    ],
)
def test_the_fracture_line_that_says_most(ours: str, theirs: str, line: str | None) -> None:
    found = {
        getattr(fracture_line_between(TAXONOMY.sectors[x], TAXONOMY.sectors[y], TAXONOMY.lines), "id", None)
        for x, y in ((ours, theirs), (theirs, ours))
    }
    assert found == {line}


def test_every_line_can_be_found() -> None:
    sectors = TAXONOMY.sectors.values()
    for line in LINES:
        assert any(fracture_line_between(x, y, [line]) for x in sectors for y in sectors), line.id


@pytest.mark.parametrize(
    ("ours", "theirs", "is_line"),
    [
        ({"commissioner"}, {"provider"}, True),
        ({"commissioner", "provider"}, {"provider"}, False),
        ({"clinical"}, {"provider"}, False),
        ({"commissioner"}, {"commissioner"}, False),
    ],
)
def test_commissioner_and_provider_also_by_perspective(ours: set[str], theirs: set[str], is_line: bool) -> None:
    sector = TAXONOMY.sectors["lg-adult-social-care"]
    found: FractureLine | None = fracture_line_between(
        sector, sector, LINES, a_perspectives=frozenset(ours), b_perspectives=frozenset(theirs)
    )
    assert (found is not None and found.id == "commissioner-provider") == is_line
