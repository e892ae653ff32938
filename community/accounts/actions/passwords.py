"""Passwords: changed by whoever knows the old one, or chosen anew by whoever reads the mailbox.

Every change is one transaction: verifier, journal wrap and sessions change together or not at all.
"""

from sqlalchemy import delete, update

from community.accounts import queries
from community.accounts.actions.joining import post_link, send_link, use_up
from community.accounts.actions.sessions import Opened, end_every_session, keep_password, refuse_wrong, renew
from community.accounts.addresses import Address
from community.accounts.models import Link, LinkPurpose, Member, MemberSession
from community.accounts.queries import StandingLink
from community.core import audit, clock
from community.core.database import db
from community.core.errors import Conflict, Invalid, NotFound
from community.core.roles import Actor
from community.keyring import actions as keyring
from community.keyring import queries as wraps
from community.keyring.stretch import Root
from community.mail import actions as mail

JOURNAL_STAYED = (
    "Your journal could not be moved to the new password, so nothing was changed. "
    "Sign out, choose “I have forgotten my password”, and have your recovery code at hand."
)
RESET = "reset password"
SINCE_THEN = "It was taken away in the last three days. Just now the password of the account was changed."


def ask_for_reset(address: Address) -> None:
    """Write to an address that somebody gave. The letter, and nothing else, says whether there is an account."""
    known = queries.mailbox_at(address.key)
    if known:
        send_link("reset", LinkPurpose.RESET, email=known.email, member_id=known.member_id)
    else:
        mail.post("no_account", address.email, member_id=None)


def change_password(actor: Actor, *, old_root: Root, new_root: Root, journal_cookie: str | None) -> Opened:
    """Change the password of whoever knows the old one. The journal comes along; other browsers are signed out."""
    refuse_wrong(actor.id, old_root, Invalid("That is not your password.", "current"))
    if not wraps.has_password_wrap(actor.id):
        keyring.begin_journal(actor.id, actor.public_id, new_root)
    elif not keyring.rewrap(actor.id, actor.public_id, old_root=old_root, new_root=new_root):
        raise Conflict(JOURNAL_STAYED)
    keep_password(actor.id, new_root)
    others = (MemberSession.member_id == actor.id, MemberSession.token_hash != actor.session_hash)
    db.session.execute(delete(MemberSession).where(*others))
    _say_so(_known(actor.id), "changed password")
    return renew(actor, journal_cookie=journal_cookie)


def reset_password(link: StandingLink, new_root: Root, *, code: str = "") -> None:
    """Set a new password for whoever reads the mailbox, and sign out every browser.

    With the recovery code the journal comes along; without it, what was written before stays, sealed.
    A thief resets too: what puts an address back goes on working.
    """
    member = _known(link.member_id)
    if code and not keyring.rewrap_with_code(member.id, member.public_id, code=code, new_root=new_root):
        raise Invalid("That is not your recovery code. Check it, or leave it empty.", "code")
    use_up(link)
    if not code:
        keyring.seal_off(member.id, member.public_id, new_root)
    keep_password(member.id, new_root)
    end_every_session(member.id)
    unused = (Link.member_id == member.id, Link.used_at.is_(None), Link.purpose != LinkPurpose.ADDRESS_BACK)
    db.session.execute(update(Link).where(*unused).values(used_at=clock.now()))
    _say_so(member, RESET)


def _known(member_id: int | None) -> Member:
    member = queries.member_of(member_id) if member_id else None
    if member is None:
        raise NotFound
    return member


def _say_so(member: Member, act: str) -> None:
    audit.note(act, actor_id=member.id, object_kind="member", object_id=member.public_id)
    for email in queries.addresses_of(member.id).both:
        mail.post("password_changed", email, member_id=member.id)
    for way_back in queries.ways_back_of(member.id):
        post_link("address_removed", way_back, words=SINCE_THEN)
