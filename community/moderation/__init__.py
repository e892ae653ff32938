"""Keeping people safe from one another, by their own hand.

A *block* is mutual invisibility, begun by one; the other is never told. It is a row of `belonging`, and a predicate in
every reader of every room; `actions.block` also ends what is open between the two, each thing in the way in which it
always ends. The *avoid list* is milder and private: these people, and whoever is of these organisations, are not
suggested to its owner, nor its owner to them. No role reads either list, and nothing else does but the predicates.
"""
