"""What each notice says, where it leads, and whether it waits for me."""

from community.notifications.models import What
from community.notifications.whats_of_buddies import OF_BUDDIES
from community.notifications.whats_of_communities import OF_COMMUNITIES
from community.notifications.words import WhatWords

WHATS: dict[What, WhatWords] = OF_BUDDIES | OF_COMMUNITIES
