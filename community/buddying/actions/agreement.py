"""The agreement: writing a new version, saying yes, and the moment from which it counts."""

from dataclasses import replace

from sqlalchemy import insert, update

from community.buddying import policy, queries
from community.buddying.actions.words import FINISHED, note_contact, tell_each, tell_the_others, use_one_act
from community.buddying.agreed import NOTHING, OwnWords, Paper, Terms, to_json
from community.buddying.models import AgreementYes, Circle, CircleAgreement
from community.buddying.queries.agreement import Agreements, Version, agreements_of, names_in, who_said_yes
from community.buddying.queries.agreement_words import what_differs
from community.buddying.queries.guides import fixed_words
from community.buddying.queries.life import held_circle
from community.buddying.seen import CircleSeen
from community.core import chance, clock, crypto
from community.core.database import changed, db, upsert
from community.core.errors import Conflict, Stale
from community.core.roles import Actor
from community.notifications.models import What

CHANGED = "It was changed a moment ago. Read it again before you say yes."


def save_agreement(actor: Actor, circle: CircleSeen, terms: Terms, mine: OwnWords, *, seen: int) -> bool:
    """A new version, with the actor's own yes; whether there is one: what is as it stood makes none, and is a yes.

    Of what each says for themselves only the actor's changes. `seen` is the number of the version that the actor had
    before their eyes, 0 for none. Raises Stale when somebody has saved another meanwhile.
    """
    known = _held_still(circle)
    before = known.paper_of(known.newest)
    words, own = fixed_words(), dict(before.own if before else {})
    own[circle.me.public_id] = mine
    paper = Paper(terms, words.stays, words.limits, {who: said for who, said in own.items() if said != NOTHING})
    if known.newest and paper == before:
        _say_yes(actor, circle, known.newest, paper)
        return False
    if (known.newest.number if known.newest else 0) != seen:
        yours, theirs = what_differs(paper, before, names_in(circle)) if before else ("", "")
        raise Stale(yours=yours, theirs=theirs)
    use_one_act(actor, circle)
    here = names_in(circle)
    paper = replace(paper, own={who: said for who, said in paper.own.items() if who in here})
    version = _write(actor, circle, paper, seen + 1)
    if not _say_yes(actor, circle, version, paper):
        tell_the_others(actor, circle, What.AGREEMENT_WAITS, spot=version.public_id)
    return True


def say_yes(actor: Actor, circle: CircleSeen, *, seen: int) -> bool:
    """Yes to the newest version; whether it counts now. A repeat changes nothing. Raises Conflict if it is another."""
    known = _held_still(circle)
    paper = known.paper_of(known.newest)
    if known.newest is None or paper is None or known.newest.number != seen:
        raise Conflict(CHANGED)
    return _say_yes(actor, circle, known.newest, paper)


def settle_without(circle: CircleSeen, member_id: int) -> None:
    """Somebody has left the circle, which is held still: if only their yes was missing, the newest version counts."""
    known = agreements_of(circle)
    paper = known.paper_of(known.newest)
    if known.newest is None or paper is None:
        return
    yeses = who_said_yes(known.newest.id)
    if member_id not in yeses and yeses.issuperset(queries.who_sits_in(circle.id)):
        _let_it_count(circle, paper, besides=member_id)


def _held_still(circle: CircleSeen) -> Agreements:
    """The agreements as they are now, which nobody else changes until this transaction ends."""
    if not policy.can_write(circle):
        raise Conflict(FINISHED)
    held_circle(circle.id)
    return agreements_of(circle)


def _write(actor: Actor, circle: CircleSeen, paper: Paper, number: int) -> Version:
    public_id, now = chance.new_id(), clock.now()
    box = crypto.seal_field(
        to_json(paper), table="circle_agreement", row=public_id, group=circle.group_id, revision=number
    )
    made = insert(CircleAgreement).values(
        public_id=public_id, circle_id=circle.id, version=number, maker_id=actor.id, box=box, made_at=now
    )
    db.session.execute(made)
    newest = agreements_of(circle).newest
    assert newest is not None  # noqa: S101 (it has just been written)
    return newest


def _say_yes(actor: Actor, circle: CircleSeen, version: Version, paper: Paper) -> bool:
    """Note the yes; whether it was the last one that was missing."""
    said = upsert(AgreementYes).values(agreement_id=version.id, member_id=actor.id, said_at=clock.now())
    if not changed(said.on_conflict_do_nothing()):
        return False
    if not who_said_yes(version.id).issuperset(queries.who_sits_in(circle.id)):
        return False
    _let_it_count(circle, paper, besides=actor.id)
    return True


def _let_it_count(circle: CircleSeen, paper: Paper, *, besides: int) -> None:
    """Everybody has said yes: the rhythm is that of the agreement. Whoever did the last thing sees it on the page."""
    changed(update(Circle).where(Circle.id == circle.id, Circle.ended_at.is_(None)).values(rhythm=paper.terms.rhythm))
    if paper.terms.rhythm != circle.rhythm:
        note_contact(circle)
    tell_each(circle, What.AGREED, besides=(besides,))
