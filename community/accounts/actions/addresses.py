"""A second address: added by whoever reads its letters, made the first, taken away, and put back within three days.

What matters is told to the mailboxes themselves, without naming the other one: an employer may read along.

Only the older of two addresses has a way back, so what a thief added goes for good. A mailbox that one leaves goes for
good too, if one asks for it and the other address is settled. No two settled addresses go within three days.
"""

from datetime import datetime, timedelta

from sqlalchemy import insert, update

from community.accounts import queries
from community.accounts.actions.joining import send_link, use_up
from community.accounts.actions.passwords import RESET
from community.accounts.actions.sessions import end_every_session
from community.accounts.addresses import Address, address_of, key_of
from community.accounts.models import Link, LinkPurpose, Member, SecondAddress
from community.accounts.policy import can_go_for_good, has_way_back, is_settled
from community.accounts.queries import StandingLink
from community.core import audit, clock
from community.core.database import db
from community.core.errors import Conflict, Invalid, NotFound
from community.core.roles import Actor
from community.mail import actions as mail

BACK_LASTS = timedelta(hours=72)
ADDED = "Another address was added to it. You can sign in with either."
IS_FIRST = "The other address of your account is the first one now: letters about the site go there."
TAKEN_AWAY = "One of its two addresses was taken away."
JUST_NOW = "It was taken away just now, and nobody can sign in with it any more."
IS_BACK = "An address that was taken away is back. Every browser was signed out. To sign in, choose a new password."
TOO_SOON = (
    "This address stays for now. In the last three days an address of yours was taken away, "
    "or a new password was chosen by letter."
)
REMOVED = "removed address"


def ask_for_address(actor: Actor, address: Address) -> None:
    """Write to the address that a member would like to add. Whether somebody has it already, only its reader learns."""
    mine = queries.addresses_of(actor.id)
    if address.key in map(key_of, mine.both):
        raise Invalid("This address is yours already.", "email")
    if mine.second:
        raise Conflict("You have two addresses. Take the second one away first.")
    send_link("address", LinkPurpose.ADDRESS, email=address.email, member_id=actor.id)


def cancel_address(actor: Actor) -> None:
    """No link that was sent for a second address adds one any more. A repeat changes nothing."""
    waiting = (Link.member_id == actor.id, Link.purpose == LinkPurpose.ADDRESS, Link.used_at.is_(None))
    db.session.execute(update(Link).where(*waiting).values(used_at=clock.now()))


def add_address(actor: Actor, link: StandingLink) -> None:
    """Add the address whose letter the member has read. Raises Conflict if it is somebody's, NotFound if not theirs."""
    if link.member_id != actor.id:
        raise NotFound
    member, address = queries.member_held_still(actor.id), address_of(link.email)
    queries.hold_address_still(address.key)
    use_up(link)
    if queries.second_address_of(member.id):
        raise Conflict("You have two addresses. Take the second one away first.")
    _refuse_somebodys(address)
    _place_second(member, address, clock.now())
    _note(member, "added address")
    _tell(member, ADDED, member.email)


def make_first(actor: Actor, email: str) -> None:
    """Have the two addresses change places, so that this one is the first. A repeat changes nothing."""
    member = queries.member_held_still(actor.id)
    second = queries.second_address_of(actor.id)
    if key_of(email) == member.email_key:
        return
    if second is None or key_of(email) != second.email_key:
        raise Conflict("Your addresses have changed meanwhile. Please look again.")
    (member.email, member.email_key, member.email_proven_at), (second.email, second.email_key, second.proven_at) = (
        (second.email, second.email_key, second.proven_at),
        (member.email, member.email_key, member.email_proven_at or member.joined_at),
    )
    _note(member, "changed first address")
    _tell(member, IS_FIRST, member.email, second.email)


def remove_address(actor: Actor, email: str, *, for_good: bool = False) -> bool:
    """Take the second address away; returns whether its reader can put it back, for three days (R15)."""
    member = queries.member_held_still(actor.id)
    second = queries.second_address_of(actor.id)
    if second is None or key_of(email) != second.email_key:
        if key_of(email) == member.email_key:
            raise Conflict("Letters go to this address. Make the other one the first, then take this one away.")
        return False
    since = member.email_proven_at or member.joined_at
    if is_settled(second.proven_at) and queries.has_lately(member.id, (REMOVED, RESET), clock.now() - BACK_LASTS):
        raise Conflict(TOO_SOON)
    gone, has_back = second.email, has_way_back(second.proven_at, since) and not (for_good and can_go_for_good(since))
    db.session.delete(second)
    ways_in = (Link.member_id == member.id, Link.email == gone, Link.used_at.is_(None))
    db.session.execute(update(Link).where(*ways_in).values(used_at=clock.now()))
    _note(member, REMOVED)
    _tell(member, TAKEN_AWAY, member.email)
    if has_back:
        way, lasts = LinkPurpose.ADDRESS_BACK, BACK_LASTS
        send_link("address_removed", way, email=gone, member_id=member.id, lasts=lasts, words=JUST_NOW)
    else:
        mail.post("address_removed", gone, member_id=member.id, about={"words": JUST_NOW})
    return has_back


def put_address_back(link: StandingLink) -> None:
    """Whoever reads the mailbox did not want it taken away: it is the second one again, whatever is there now.

    Somebody else had the account, so nobody is signed in any more, and the password that they know opens nothing.
    """
    if link.member_id is None or queries.member_of(link.member_id) is None:
        raise NotFound
    member, address = queries.member_held_still(link.member_id), address_of(link.email)
    queries.hold_address_still(address.key)
    use_up(link)
    _refuse_somebodys(address)
    second = queries.second_address_of(member.id)
    if second is not None:
        db.session.delete(second)
        db.session.flush()
    _place_second(member, address, member.joined_at)  # it was the older one, and stays so
    end_every_session(member.id)
    member.password_kdf = member.password_salt = member.password_verifier = None
    _note(member, "put address back")
    _tell(member, IS_BACK, member.email, *([second.email] if second else []))


def _refuse_somebodys(address: Address) -> None:
    """Said only to whoever has proved that they read this mailbox."""
    if queries.is_somebodys(address.key):
        raise Conflict("There is an account with this address already, so it cannot be added to this one.")


def _place_second(member: Member, address: Address, proven_at: datetime) -> None:
    db.session.execute(
        insert(SecondAddress).values(
            member_id=member.id, email=address.email, email_key=address.key, proven_at=proven_at
        )
    )


def _note(member: Member, act: str) -> None:
    audit.note(act, actor_id=member.id, object_kind="member", object_id=member.public_id)


def _tell(member: Member, words: str, *mailboxes: str) -> None:
    for email in mailboxes:
        mail.post("address_changed", email, member_id=member.id, about={"words": words})
