"""How often one may: what is counted in a minute, an hour or a day."""

POSTS_AN_HOUR = 20
EDITS_AN_HOUR = 30
CALLS_A_DAY = 30
ENTERINGS_A_DAY = 20
COMMUNITIES_A_DAY = 3
INVITES_A_DAY = 20
CHANGES_A_DAY = 20  # of a community itself: most are told to everybody in it
PREVIEWS_A_MINUTE = 90
FEED_CHANGES_A_DAY = 20
FEEDS_AN_HOUR = 120
