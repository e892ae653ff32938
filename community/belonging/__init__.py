"""Who is together and who keeps apart: groups (a circle, a community) with members and states, blocks, avoidances.

A Circle and a Community each point at their group here. Everything that asks "may she read this?" or "how many
people is that?" asks this room.
"""
