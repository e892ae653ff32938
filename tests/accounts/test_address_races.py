"""Many want one address at the same moment: as a second one, or to join with it. One gets it, nobody sees a 500."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

from community.accounts.actions.joining import send_link
from community.accounts.models import Link, LinkPurpose, Member, SecondAddress
from community.core import clock
from community.core.database import db
from community.mail import links
from tests.accounts.people import ANOTHER, Door
from tests.browser import Browser

KEY = "shared@home.example"
MANY = 8
ROUNDS = 3


def link_to(door: Door, purpose: LinkPurpose, path: str, member_id: int | None) -> str:
    with door.world.inside():
        send_link("join", purpose, email=KEY, member_id=member_id)
        db.session.flush()
        link = db.session.query(Link).filter_by(member_id=member_id, purpose=purpose, used_at=None).one()
        return f"{path}/{link.id}/{links.proof(purpose.value, link.id, KEY)}"


def all_at_once(acts: list[tuple[Browser, str, dict[str, str]]]) -> list[int]:
    for browser, _, _ in acts:
        browser.get("/help")
    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        return list(pool.map(lambda act: act[0].post(act[1], act[2]).status, acts))


def whose(door: Door) -> int:
    return door.world.count(Member, email_key=KEY) + door.world.count(SecondAddress, email_key=KEY)


def test_one_address_is_one_persons_however_many_want_it_at_once(door: Door) -> None:
    for _ in range(ROUNDS):
        people = [door.world.member(f"Member {number}") for number in range(MANY)]
        acts = [
            (door.world.browser(each), link_to(door, LinkPurpose.ADDRESS, "/account/addresses", each.id), {})
            for each in people
        ]
        joining = link_to(door, LinkPurpose.JOIN, "/join", None)
        acts.insert(MANY // 2, (door.world.browser(), joining, {"name": "Robin", "password": ANOTHER}))
        answers = Counter(all_at_once(acts))
        assert whose(door) == 1
        assert answers == {303: 1, 409: MANY}
        with door.world.inside():
            db.session.query(SecondAddress).delete()
            db.session.query(Member).filter_by(email_key=KEY).delete()
            db.session.query(Link).delete()


def test_one_link_opened_four_times_at_once_adds_one_address(door: Door) -> None:
    nadia = door.world.member("Nadia")
    link = link_to(door, LinkPurpose.ADDRESS, "/account/addresses", nadia.id)
    answers = Counter(all_at_once([(door.world.browser(nadia), link, {}) for _ in range(4)]))
    assert whose(door) == 1
    assert answers[303] == 1 and not [status for status in answers if status >= 500]


def test_changing_places_at_once_loses_neither(door: Door) -> None:
    nadia = door.world.member("Nadia")
    with door.world.inside():
        db.session.add(SecondAddress(member_id=nadia.id, email=KEY, email_key=KEY, proven_at=clock.now()))
    acts = [(door.world.browser(nadia), "/account/addresses/first", {"address": KEY}) for _ in range(MANY)]
    assert set(all_at_once(acts)) == {303}
    assert door.world.one(Member, id=nadia.id).email == KEY
    assert door.world.one(SecondAddress, member_id=nadia.id).email == nadia.email
