"""Communities of practice: who may enter, conversations and posts, reactions, and what each member has read.

Words: a *community* has a *level* (open, ask to join, private, hidden), which alone decides who reads it; whether it is
a *safe space* is something else. A *thread* ("conversation" on the page) has a *kind*, a row of a table; its first post
opens it and every further *post* is a reply. A post is edited in the open (its earlier wordings can be read for 30
days) and removed for good ("Removed by its author").

`queries.readers` holds the one predicate that says who may read. Every loader, list and count asks it, and so does the
sentence on the page. Looking writes nothing: what somebody has read is a small POST.

What happens is told by `actions.telling`, one notice of a post for one member: whoever is called by "@" and a name
(`mentions`), then whoever began the conversation, then those who hear of everything there. What is new to the rest,
`queries.news` says for their summary. Who hears how much is theirs to choose, for a community or one conversation.
"""
