"""Joining: an address first, then, by the link in the letter, a name and a password."""

from datetime import timedelta

from sqlalchemy import update

from community.accounts import queries
from community.accounts.actions.sessions import Opened, Visit, begin_session
from community.accounts.addresses import Address, address_of
from community.accounts.models import Link, LinkPurpose, Member
from community.accounts.queries import StandingLink
from community.core import audit, chance, clock
from community.core.database import changed, db
from community.core.errors import Conflict, NotFound
from community.core.roles import Actor, MemberState
from community.keyring import actions as keyring
from community.keyring.stretch import Root
from community.mail import actions as mail

LINK_LASTS = timedelta(hours=1)
PATHS = {
    LinkPurpose.JOIN: "/join",
    LinkPurpose.RESET: "/reset",
    LinkPurpose.ADDRESS: "/account/addresses",
    LinkPurpose.ADDRESS_BACK: "/addresses/back",
}


def ask_to_join(address: Address) -> None:
    """Write to an address that somebody gave. The letter, and nothing else, says whether there is an account."""
    known = queries.mailbox_at(address.key)
    if known:
        mail.post("already_member", known.email, member_id=known.member_id)
    else:
        send_link("join", LinkPurpose.JOIN, email=address.email, member_id=None)


def send_link(
    kind: str,
    purpose: LinkPurpose,
    *,
    email: str,
    member_id: int | None,
    lasts: timedelta = LINK_LASTS,
    words: str | None = None,
) -> None:
    """Post a letter with a link that proves who reads this mailbox: it works once, for an hour unless said."""
    now = clock.now()
    link = Link(
        id=chance.new_id(),
        purpose=purpose,
        email=email,
        member_id=member_id,
        made_at=now,
        expires_at=now + lasts,
    )
    db.session.add(link)
    post_link(kind, link, words=words)


def post_link(kind: str, link: Link, *, words: str | None = None) -> None:
    """Post a letter with a link that stands."""
    about = {"link_id": str(link.id), "purpose": link.purpose.value, "path": PATHS[link.purpose]}
    if words:
        about["words"] = words
    mail.post(kind, link.email, member_id=link.member_id, about=about)


def use_up(link: StandingLink) -> None:
    """Use a link, once. Raises NotFound if it has been used, or its hour has passed, meanwhile."""
    now = clock.now()
    standing = (Link.id == link.id, Link.used_at.is_(None), Link.expires_at > now)
    if not changed(update(Link).where(*standing).values(used_at=now)):
        raise NotFound


def join(link: StandingLink, name: str, root: Root, visit: Visit) -> Opened:
    """Make the account, its journal key and its first session. The first steps are still to come."""
    use_up(link)
    address = address_of(link.email)
    queries.hold_address_still(address.key)
    if queries.member_with(address.key):
        raise Conflict("There is an account with this address already. Please sign in.")
    member = Member(
        email=address.email,
        email_key=address.key,
        display_name=name,
        state=MemberState.JOINING,
        joined_at=clock.now(),
        password_kdf=root.kdf,
        password_salt=root.salt,
        password_verifier=root.verifier,
    )
    db.session.add(member)
    db.session.flush()
    actor, token = begin_session(member, visit)
    key = keyring.begin_journal(member.id, member.public_id, root)
    audit.note("joined", actor_id=member.id, object_kind="member", object_id=member.public_id)
    return Opened(actor, token, keyring.put_into_box(key, actor.session_hash))


def activate(actor: Actor) -> None:
    """The first steps are done: this member may enter every room. Doing it twice changes nothing."""
    db.session.execute(
        update(Member)
        .where(Member.id == actor.id, Member.state == MemberState.JOINING)
        .values(state=MemberState.ACTIVE)
    )
