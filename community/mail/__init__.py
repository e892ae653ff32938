"""Letters: the outbox, how a letter is written, and how it leaves.

A letter is a row that stands if and only if the act it tells of stands. The row holds the kind, the address, ids and a
few public words; never a link that opens something and never a private text. The words are put together when the
letter is sent, from `templates/mail/<kind>.txt` and `.html`.
"""
