"""Tables of notices, of how often letters may come, and of what a member hears about."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid, text

from community.core.database import Mapped, Model, choice, mapped_column, public_id

LONGEST_WORDS = 160

UNREAD = text("read_at IS NULL")
_UNTOLD = text("read_at IS NULL AND lettered_at IS NULL")
_NOT_SENT = text("lettered_at IS NULL")


class Kind(StrEnum):
    """What a member may set a timing for."""

    HELLO = "hello"
    MESSAGE = "message"
    MEETING = "meeting"
    CIRCLE = "circle"
    ANSWER = "answer"
    MENTION = "mention"
    FOLLOWED = "followed"
    DOOR = "door"
    COMMUNITY = "community"
    AGREEMENT = "agreement"
    RHYTHM = "rhythm"
    CONTACT = "contact"
    HELP = "help"
    DESK = "desk"
    GATHERING = "gathering"
    CARE = "care"


class What(StrEnum):
    """What happened."""

    HELLO = "hello"
    HELLO_WAITS = "hello_waits"
    HELLO_YES = "hello_yes"
    HELLO_CLOSED = "hello_closed"
    MESSAGE = "message"
    MEETING_SET = "meeting_set"
    MEETING_MOVED = "meeting_moved"
    MEETING_OFF = "meeting_off"
    CIRCLE_FINISHED = "circle_finished"
    CIRCLE_LEFT = "circle_left"
    ANSWER = "answer"
    MENTION = "mention"
    REPLY = "reply"
    CONVERSATION = "conversation"
    ASKS_IN = "asks_in"
    LET_IN = "let_in"
    NOT_LET_IN = "not_let_in"
    CARRIES_ON = "carries_on"
    PAUSED = "paused"
    RESUMED = "resumed"
    LOOK_AGAIN = "look_again"
    GROWN = "grown"
    AGREEMENT_WAITS = "agreement_waits"
    AGREED = "agreed"
    PROPOSED = "proposed"
    NOT_ASKED = "not_asked"
    QUIET = "quiet"
    RESCUE = "rescue"
    GOES_ON = "goes_on"
    CHECK_IN = "check_in"
    HALF_WAY = "half_way"
    HALF_WAY_OPEN = "half_way_open"
    RENEWAL = "renewal"
    RENEWED = "renewed"
    SOMEBODY_FITS = "somebody_fits"
    CONTACT_WISHED = "contact_wished"
    CONTACT_TAKEN = "contact_taken"
    SHOWN_OUT = "shown_out"
    UNTENDED = "untended"
    LEVEL_CHANGED = "level_changed"
    AGREEMENT_CHANGED = "agreement_changed"
    ARCHIVED = "archived"
    CARE_OFFERED = "care_offered"
    CARE_TAKEN = "care_taken"
    THREAD_MOVED = "thread_moved"
    HELP_WANTED = "help_wanted"
    WAITS_A_DAY = "waits_a_day"
    WAITS_FOR_ME = "waits_for_me"
    TAKEN_UP = "taken_up"
    HELPED = "helped"
    GATHERING_SET = "gathering_set"
    GATHERING_MOVED = "gathering_moved"
    GATHERING_OFF = "gathering_off"
    GATHERING_ROOM = "gathering_room"
    GATHERING_NOTE = "gathering_note"
    REPORTED = "reported"
    REPORT_ANSWERED = "report_answered"
    HIDDEN_FOR_NOW = "hidden_for_now"
    CARE_DECIDED = "care_decided"


class Timing(StrEnum):
    """How soon a letter may speak of a kind of notice."""

    NOW = "now"
    DAILY = "daily"
    WEEKLY = "weekly"
    NEVER = "never"


class Level(StrEnum):
    """What to hear about a conversation or a community."""

    EVERY = "every"
    SUMMARY = "summary"
    MENTIONED = "mentioned"
    NOTHING = "nothing"


class Notice(Model):
    """One line for one member. While it is unread there is one of its kind about a thing.

    `about` is the public id of the thing (hello, circle, conversation, community); `spot` that of the first post or
    message not seen, or of the meeting; `words` a title that every reader of the thing may see, and that a letter may
    repeat only if it `is_public`. It is gone for whoever is not, or no longer, in the group. `since` is when the first
    of them was told, `told_at` the latest. `letter` is the member's timing at that time; `lettered_at`, when it left.
    """

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("how_many >= 1", name="counts_something"),
        Index(
            "uq_notice_one_unread",
            "member_id",
            "kind",
            "about",
            unique=True,
            sqlite_where=UNREAD,
            postgresql_where=UNREAD,
        ),
        Index("ix_notice_tray", "member_id", "told_at"),
        Index("ix_notice_about", "about"),
        Index("ix_notice_spot", "spot"),
        Index("ix_notice_due", "letter", "since", "member_id", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
        Index("ix_notice_file_due", "what", "told_at", sqlite_where=_NOT_SENT, postgresql_where=_NOT_SENT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[UUID] = public_id()
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"))
    kind: Mapped[Kind] = choice(Kind)
    what: Mapped[What] = choice(What)
    about: Mapped[UUID] = mapped_column(Uuid)
    spot: Mapped[UUID | None] = mapped_column(Uuid)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("member.id", ondelete="SET NULL"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("belonging_group.id", ondelete="CASCADE"), index=True)
    words: Mapped[str] = mapped_column(String(LONGEST_WORDS), default="")
    is_public: Mapped[bool] = mapped_column(default=True)
    how_many: Mapped[int] = mapped_column(default=1)
    since: Mapped[datetime]
    told_at: Mapped[datetime]
    until: Mapped[datetime | None]
    letter: Mapped[Timing] = choice(Timing)
    lettered_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]


class Preference(Model):
    """The timing of one kind, where a member chose another than the house's."""

    __tablename__ = "letter_preference"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[Kind] = choice(Kind, primary_key=True)
    timing: Mapped[Timing] = choice(Timing)


class LetterTimes(Model):
    """When letters may come to a member, by the clock of their own zone, and when the next ones are due.

    Letters come from `from_hour` up to `to_hour` (the same twice: at any hour; past midnight is fine); summaries at
    `from_hour`, the weekly one on `weekday` (0 is Monday). Without `next_now_at` one may leave at once.
    `news_told_to`: up to when the news of communities has been told in summaries.
    """

    __tablename__ = "letter_times"
    __table_args__ = (
        CheckConstraint("from_hour BETWEEN 0 AND 23 AND to_hour BETWEEN 0 AND 23", name="hours_of_a_day"),
        CheckConstraint("weekday BETWEEN 0 AND 6", name="day_of_a_week"),
    )

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    zone: Mapped[str] = mapped_column(String(64))
    from_hour: Mapped[int]
    to_hour: Mapped[int]
    weekday: Mapped[int]
    next_now_at: Mapped[datetime | None]
    next_daily_at: Mapped[datetime] = mapped_column(index=True)
    next_weekly_at: Mapped[datetime] = mapped_column(index=True)
    news_told_to: Mapped[datetime]


class Hearing(Model):
    """What a member wants to hear about one conversation or community, where they said so."""

    __tablename__ = "hearing"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id", ondelete="CASCADE"), primary_key=True)
    about: Mapped[UUID] = mapped_column(Uuid, primary_key=True, index=True)
    level: Mapped[Level] = choice(Level)
