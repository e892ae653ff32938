"""Changes of accounts: joining, addresses, sessions, passwords and roles."""

from community.accounts.actions.addresses import (
    add_address,
    ask_for_address,
    cancel_address,
    make_first,
    put_address_back,
    remove_address,
)
from community.accounts.actions.joining import activate, ask_to_join, join
from community.accounts.actions.passwords import ask_for_reset, change_password, reset_password
from community.accounts.actions.roles import give_role
from community.accounts.actions.sessions import (
    Opened,
    Visit,
    confirm,
    end_other_sessions,
    end_session,
    forget_expired,
    sign_in,
    sign_out,
)

__all__ = [
    "Opened",
    "Visit",
    "activate",
    "add_address",
    "ask_for_address",
    "ask_for_reset",
    "ask_to_join",
    "cancel_address",
    "change_password",
    "confirm",
    "end_other_sessions",
    "end_session",
    "forget_expired",
    "give_role",
    "join",
    "make_first",
    "put_address_back",
    "remove_address",
    "reset_password",
    "sign_in",
    "sign_out",
]
