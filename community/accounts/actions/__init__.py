"""Changes of accounts: joining, sessions, passwords and roles."""

from community.accounts.actions.joining import activate, ask_to_join, join
from community.accounts.actions.passwords import ask_for_reset, change_password, reset_password
from community.accounts.actions.roles import make_administrator
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
    "ask_for_reset",
    "ask_to_join",
    "change_password",
    "confirm",
    "end_other_sessions",
    "end_session",
    "forget_expired",
    "join",
    "make_administrator",
    "reset_password",
    "sign_in",
    "sign_out",
]
