"""How often somebody may try a password, wherever it is asked for."""

from flask import request

from community.core import limits


def throttle_password(who: object) -> None:
    """R13: few tries per account and address, then fewer and fewer; some more per address.

    Always bound to the address they come from: whoever hammers an account shuts out themselves, not its owner.
    """
    here = request.remote_addr or ""
    limits.use("password tries from here", here, limit=30, seconds=60)
    limits.use("password tries", who, here, limit=5, seconds=60)
    limits.use("password tries, longer", who, here, limit=15, seconds=15 * 60)
    limits.use("password tries, a day", who, here, limit=50, seconds=24 * 3600)


def forget_tries(who: object) -> None:
    """The right password was among them: counting starts anew for this account from here."""
    for kind in ("password tries", "password tries, longer", "password tries, a day"):
        limits.forget(kind, who, request.remote_addr or "")
