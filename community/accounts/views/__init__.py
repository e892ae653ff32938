"""Pages at the door (joining, signing in, a new password) and about one's own account."""

from flask import Flask

from community.accounts.views import account, addresses, joining, resetting, signing_in
from community.accounts.views.entrance import bp

__all__ = ["account", "addresses", "joining", "register", "resetting", "signing_in"]


def register(app: Flask) -> None:
    app.register_blueprint(bp)
