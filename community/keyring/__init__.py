"""Keys of the private journal: the password stretch, the wraps of a journal key, and the box of an open session.

A *journal key* is 32 random bytes, one per member and generation. It is kept only as *wraps*: sealed under something
that the server does not hold (a password stretched together with the pepper, or a recovery code). While a member has
the journal open, the key lies in the session's *box*, sealed under a key that only the browser's cookie holds. So
nothing on the server opens a journal by itself: not the database, not its backups, not the pepper file.

Sign-up, sign-in and password change need this room; the entries themselves live in `journal`.
"""
