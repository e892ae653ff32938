"""Reference lists in small, a fixed cast, and strategies that draw any two people."""

from typing import Any

from hypothesis import strategies as st

from community.buddying.matching import (
    SLOTS,
    Candidate,
    Distance,
    FractureLine,
    Person,
    ShownAs,
    Side,
    Standing,
    Taxonomy,
    Weights,
    times_mask,
)

SECTORS = [
    ("nhs", None, "public", "health"),
    ("nhs-acute", "nhs", "public", "health"),
    ("nhs-community", "nhs", "public", "health"),
    ("nhs-primary-care", "nhs", "independent contractor", "health"),
    ("commissioning", None, "public", "both"),
    ("comm-icb", "commissioning", "public", "health"),
    ("comm-place", "commissioning", "public", "both"),
    ("local-gov", None, "public", "care"),
    ("lg-adult-social-care", "local-gov", "public", "care"),
    ("lg-elected", "local-gov", "public", "political"),
    ("housing-group", None, "mixed", "housing"),
    ("housing-association", "housing-group", "mixed", "housing"),
    ("social-care", None, "mostly independent", "care"),
    ("care-home", "social-care", "mostly independent", "care"),
    ("home-care", "social-care", "mostly independent", "care"),
    ("vcse-group", None, "charity/community", "community"),
    ("vcse-local", "vcse-group", "charity/community", "community"),
    ("lived-experience", None, "none", "lived"),
    ("carer", "lived-experience", "none", "lived"),
    ("national", None, "public", "oversight"),
    ("nat-regulator", "national", "public", "oversight"),
    ("kn-university", "knowledge", "public", "knowledge"),
    ("other-public", None, "public", "public"),
]
PLACES = [
    ("england", None, "nation", "England"),
    ("scotland", None, "nation", "Scotland"),
    ("wales", None, "nation", "Wales"),
    ("region-north-west", "england", "nhs_region", "North West"),
    ("region-south-east", "england", "nhs_region", "South East"),
    ("icb-lancashire", "region-north-west", "icb", "Lancashire and South Cumbria"),
    ("icb-manchester", "region-north-west", "icb", "Greater Manchester"),
    ("icb-kent", "region-south-east", "icb", "Kent and Medway"),
    ("hb-highland", "scotland", "health_board", "Highland"),
    ("hscp-highland", "hb-highland", "integration_authority", "Highland partnership"),
    ("hb-fife", "scotland", "health_board", "Fife"),
    ("lhb-powys", "wales", "local_health_board", "Powys"),
    ("lhb-hywel-dda", "wales", "local_health_board", "Hywel Dda"),
]
CHALLENGES = [
    ("winter", "Winter and surge planning"),
    ("discharge", "Hospital discharge and flow"),
    ("ehch", "Enhanced health in care homes"),
    ("isolation", "Feeling alone in the role"),
    ("trust", "Building trust"),
    ("workforce", "Care workforce recruitment and retention"),
    ("housing", "Housing and health"),
    ("digital", "Digital and data"),
]
LINES = [
    FractureLine(*row)
    for row in (
        (
            "public-independent",
            "Public and independent sector",
            "public",
            "mostly independent;independent contractor",
            "sectors.ownership",
        ),
        (
            "acute-community",
            "Acute and community",
            "nhs-acute",
            "nhs-community;nhs-primary-care;care-home;home-care",
            "sector ids",
        ),
        ("health-care", "NHS and social care", "health", "care", "sectors.side"),
        ("nhs-local-gov", "NHS and local government", "nhs;comm-icb", "local-gov", "sector groups"),
        (
            "commissioner-provider",
            "Commissioner and provider",
            "commissioning",
            "nhs;social-care;vcse-group",
            "perspective or sector",
        ),
        ("professional-lived", "Professional and lived experience", "any other", "lived-experience", "sector group"),
        ("statutory-vcse", "Statutory and voluntary sector", "public", "charity/community", "sectors.ownership"),
        ("care-housing", "Care and housing", "health;care", "housing", "sectors.side"),
        ("officer-member", "Officer and elected member", "any other", "lg-elected", "sector id"),
        ("regulator-regulated", "Regulator and regulated", "nat-regulator", "nhs;social-care", "sector id"),
    )
]

TAXONOMY = Taxonomy.of(sectors=SECTORS, places=PLACES, challenges=CHALLENGES, lines=LINES)
WAYS = ("video", "phone", "in-person")
LEAVES = [sector for sector, parent, _, _ in SECTORS if parent or sector == "other-public"]


def a_person(key: str = "a", **told: Any) -> Person:
    """Somebody in a care home with one challenge, unless told otherwise. Ids stand for sectors and places."""
    shown_as = told.pop("shown_as", ShownAs.AREA)
    told["sector"] = TAXONOMY.sectors[told.get("sector", "care-home")]
    told["place"] = TAXONOMY.place(told.get("place"), shown_as)
    told["times"] = times_mask(told.get("times", ()))
    for several in ("others", "offers", "needs", "perspectives"):
        told[several] = frozenset(told.get(several, ()))
    told["languages"] = frozenset(told.get("languages", {"English"}))
    return Person(key=key, **{"name": key.title(), "top": ("winter",), **told})


def a_candidate(key: str = "a", standing: Standing | None = None, **told: Any) -> Candidate:
    place = TAXONOMY.place(told.get("place"))
    return Candidate(a_person(key, **told), standing or Standing(place=place))


_ids = [challenge for challenge, _ in CHALLENGES]
challenge_sets = st.frozensets(st.sampled_from(_ids), max_size=6)


@st.composite
def persons(draw: st.DrawFn, key: str = "a") -> Person:
    named = draw(st.lists(st.sampled_from(_ids), unique=True, max_size=8))
    tops = draw(st.integers(min_value=0, max_value=3))
    return Person(
        key=key,
        name=draw(st.sampled_from(["Ama", "Bo", "{name} **x**"])),
        sector=TAXONOMY.sectors[draw(st.sampled_from(LEAVES))],
        top=tuple(named[:tops]),
        others=frozenset(named[tops:]),
        offers=draw(challenge_sets),
        needs=draw(challenge_sets),
        perspectives=draw(st.frozensets(st.sampled_from(["commissioner", "provider", "clinical"]))),
        place=TAXONOMY.place(
            draw(st.sampled_from([None, *(place for place, _, _, _ in PLACES)])), draw(st.sampled_from(ShownAs))
        ),
        distance=draw(st.sampled_from(Distance)),
        side=draw(st.sampled_from(Side)),
        ways=tuple(draw(st.lists(st.sampled_from(WAYS), unique=True))),
        times=times_mask(draw(st.sets(st.sampled_from(SLOTS), max_size=8))),
        languages=draw(st.frozensets(st.sampled_from(["English", "Welsh"]), min_size=1)),
    )


@st.composite
def weights(draw: st.DrawFn) -> Weights:
    cuts = sorted(draw(st.lists(st.integers(0, 100), min_size=4, max_size=4)))
    shares = [high - low for low, high in zip([0, *cuts], [*cuts, 100], strict=True)]
    if shares[0] + shares[1] == 0:
        return Weights(*reversed(shares)) if shares[3] + shares[4] else Weights()
    return Weights(*shares)
