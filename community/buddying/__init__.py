"""Buddies: saying hello, the circles of people who said yes to one another, and how such a circle lives and ends.

A *hello* is one sentence from one member to another. It waits to the end of the tenth day; what was not answered by
then reads as closed, for everybody, without a job having to close it (a job says so, and reminds on the sixth day).
"Not now", an unanswered hello and a block read the same to the person who asked, on every one of these days: see
docs/decisions/0007. A *circle* is two people (a pair) or up to six; it begins as a *first meeting* and becomes active
when everybody said "carry on". Only its members can open it; whatever they write is sealed with the field key.

How a circle lives is written in docs/decisions/0010. Its *rhythm* says how often its people want to talk; it is *quiet*
when more than that has passed since their last *contact*, and it can *rest*. Its *agreement* counts with everybody's
yes. Its half year (`term`) has three *looks*: a check-in, half-way and renewal. A *task* is what asks something of one
of them; one at a time asks aloud. A *proposal* is one member's wish to ask one more person: with everybody's yes it
becomes a hello of the whole circle, and the yes to that begins a new circle (docs/decisions/0012). A *draft* is a
message that its writer alone can open. A *wish* to be contacted is a name for whoever looks after the place.

`matching/` is pure arithmetic over what members told; `queries.finding` gives it everybody, kept in memory by each
process (docs/decisions/0009), and asks every rule again of the database. A *wait* is a member's who wants to be told
when there is somebody; *exposure* is in how many lists somebody stands.
"""
