"""Buddies: saying hello, and the circles of people who said yes to one another.

A *hello* is one sentence from one member to another. It waits to the end of the tenth day; what was not answered by
then reads as closed, for everybody, without a job having to close it (a job says so, and reminds on the sixth day).
"Not now", an unanswered hello and a block read the same to the person who asked, on every one of these days: see
docs/decisions/0007. A *circle* is two people (a pair) or a few more; it begins as a *first meeting* and becomes active
when everybody said "carry on". Only its members can open it; whatever they write is sealed with the field key.

`matching/` is pure arithmetic; `queries.finding` gives it the people to compare.
"""
