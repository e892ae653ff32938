"""communities live

Why: a community is begun, entered by a link, agreed on anew, looked after by two and ended; what is written there is
drafted, summarised, moved, hidden, reported and found by challenge; whoever waits is noticed; and people gather.

Down, nothing that was closed to somebody opens. The code before knows neither hidden posts nor conversations for members:
hidden posts are emptied and removed, with what they said before (a conversation that begins with one keeps no title, and
what was to be brought to a hidden gathering neither); an open community in which conversations are for its members
becomes one that is asked to be let into, and says so to nobody. Conversations before a gathering become stories.
Gatherings, drafts, summaries, reports and links are gone. So make a copy first.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


OLD_KINDS = ("hello", "message", "meeting", "circle", "answer", "mention", "followed", "door", "community", "agreement", "rhythm", "contact")
NEW_KINDS = ("help", "desk", "gathering", "care")
OLD_WHATS = ("hello", "hello_waits", "hello_yes", "hello_closed", "message", "meeting_set", "meeting_moved", "meeting_off", "circle_finished", "circle_left", "answer", "mention", "reply", "conversation", "asks_in", "let_in", "not_let_in", "carries_on", "paused", "resumed", "look_again", "grown", "agreement_waits", "agreed", "proposed", "not_asked", "quiet", "rescue", "goes_on", "check_in", "half_way", "half_way_open", "renewal", "renewed", "somebody_fits", "contact_wished", "contact_taken")
NEW_WHATS = ("shown_out", "untended", "level_changed", "agreement_changed", "archived", "care_offered", "care_taken", "thread_moved", "help_wanted", "waits_a_day", "waits_for_me", "taken_up", "helped", "gathering_set", "gathering_moved", "gathering_off", "gathering_room", "gathering_note", "reported", "report_answered", "hidden_for_now", "care_decided")


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def allow(kinds: tuple[str, ...], whats: tuple[str, ...]) -> None:
    """What these columns may say."""
    for table, column, constraint, values in (
        ("notice", "kind", "kind", kinds),
        ("notice", "what", "what", whats),
        ("letter_preference", "kind", "kind", kinds),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(constraint, type_="check")
            batch_op.create_check_constraint(constraint, f"{column} IN ({_listed(values)})")


def upgrade() -> None:
    op.create_table("draft",
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("of", sa.Enum("conversation", "reply", "edit", "summary", name="draft_of", native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column("about", sa.Uuid(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("box", sa.LargeBinary(), nullable=False),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_draft_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("member_id", "of", "about", name=op.f("pk_draft")),
    sa.UniqueConstraint("public_id", name=op.f("uq_draft_public_id"))
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_saved_at"), ["saved_at"], unique=False)

    op.create_table("feed_key",
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("number", sa.Uuid(), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_feed_key_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("member_id", name=op.f("pk_feed_key")),
    sa.UniqueConstraint("number", name=op.f("uq_feed_key_number"))
    )
    op.create_table("care_offer",
    sa.Column("community_id", sa.Integer(), nullable=False),
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("from_id", sa.Integer(), nullable=True),
    sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_care_offer_community_id_community"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["from_id"], ["member.id"], name=op.f("fk_care_offer_from_id_member"), ondelete="SET NULL"),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_care_offer_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("community_id", "member_id", name=op.f("pk_care_offer"))
    )
    with op.batch_alter_table("care_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_care_offer_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_care_offer_member_id"), ["member_id"], unique=False)

    op.create_table("earlier_agreement",
    sa.Column("community_id", sa.Integer(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("agreement", sa.Text(), nullable=False),
    sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_earlier_agreement_community_id_community"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("community_id", "version", name=op.f("pk_earlier_agreement"))
    )
    op.create_table("invite_link",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("community_id", sa.Integer(), nullable=False),
    sa.Column("maker_id", sa.Integer(), nullable=True),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("used", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_invite_link_community_id_community"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["maker_id"], ["member.id"], name=op.f("fk_invite_link_maker_id_member"), ondelete="SET NULL"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_invite_link")),
    sa.UniqueConstraint("public_id", name=op.f("uq_invite_link_public_id"))
    )
    with op.batch_alter_table("invite_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invite_link_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invite_link_maker_id"), ["maker_id"], unique=False)

    op.create_table("report",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("reporter_id", sa.Integer(), nullable=True),
    sa.Column("subject_id", sa.Integer(), nullable=True),
    sa.Column("community_id", sa.Integer(), nullable=True),
    sa.Column("about", sa.Enum("post", "gathering", "person", "message", "hello", name="about", native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column("thing_id", sa.Uuid(), nullable=False),
    sa.Column("reason", sa.Enum("identifies", "danger", "illegal", "unkind", "selling", "other", name="reason", native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column("rule", sa.String(length=10), nullable=False),
    sa.Column("box", sa.LargeBinary(), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("hid_it", sa.Boolean(), nullable=False),
    sa.Column("owner_id", sa.Integer(), nullable=True),
    sa.Column("owned_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("closed_by_id", sa.Integer(), nullable=True),
    sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("outcome", sa.Enum("no_action", "asked_to_edit", "hidden", "removed", name="outcome", native_enum=False, create_constraint=True, length=40), nullable=True),
    sa.Column("answer_box", sa.LargeBinary(), nullable=True),
    sa.Column("made_key", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["closed_by_id"], ["member.id"], name=op.f("fk_report_closed_by_id_member"), ondelete="SET NULL"),
    sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_report_community_id_community"), ondelete="SET NULL"),
    sa.ForeignKeyConstraint(["owner_id"], ["member.id"], name=op.f("fk_report_owner_id_member"), ondelete="SET NULL"),
    sa.ForeignKeyConstraint(["reporter_id"], ["member.id"], name=op.f("fk_report_reporter_id_member"), ondelete="SET NULL"),
    sa.ForeignKeyConstraint(["subject_id"], ["member.id"], name=op.f("fk_report_subject_id_member"), ondelete="SET NULL"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    sa.UniqueConstraint("public_id", name=op.f("uq_report_public_id")),
    sa.UniqueConstraint("reporter_id", "made_key", name=op.f("uq_report_reporter_id_made_key"))
    )
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_closed_by_id"), ["closed_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_community_id"), ["community_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index("ix_report_queue", ["closed_at", "reason", "made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_report_subject_id"), ["subject_id"], unique=False)
        batch_op.create_index("ix_report_thing", ["thing_id"], unique=False)

    op.create_table("gathering",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("community_id", sa.Integer(), nullable=False),
    sa.Column("maker_id", sa.Integer(), nullable=True),
    sa.Column("thread_id", sa.Integer(), nullable=True),
    sa.Column("title", sa.String(length=160), nullable=False),
    sa.Column("body", sa.Text(), nullable=False),
    sa.Column("html", sa.Text(), nullable=False),
    sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("zone", sa.String(length=64), nullable=False),
    sa.Column("place", sa.String(length=300), nullable=False),
    sa.Column("link", sa.String(length=500), nullable=False),
    sa.Column("access", sa.String(length=300), nullable=False),
    sa.Column("capacity", sa.Integer(), nullable=True),
    sa.Column("is_for_members", sa.Boolean(), nullable=False),
    sa.Column("sequence", sa.Integer(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("off_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("note", sa.Text(), nullable=False),
    sa.Column("note_html", sa.Text(), nullable=False),
    sa.Column("note_by_id", sa.Integer(), nullable=True),
    sa.Column("noted_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("made_key", sa.Uuid(), nullable=False),
    sa.CheckConstraint("capacity IS NULL OR capacity >= 1", name=op.f("ck_gathering_room_for_somebody")),
    sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_gathering_ends_after_it_begins")),
    sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_gathering_community_id_community"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["maker_id"], ["member.id"], name=op.f("fk_gathering_maker_id_member"), ondelete="SET NULL"),
    sa.ForeignKeyConstraint(["note_by_id"], ["member.id"], name=op.f("fk_gathering_note_by_id_member"), ondelete="SET NULL"),
    sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_gathering_thread_id_thread"), ondelete="SET NULL"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_gathering")),
    sa.UniqueConstraint("maker_id", "made_key", name=op.f("uq_gathering_maker_id_made_key")),
    sa.UniqueConstraint("public_id", name=op.f("uq_gathering_public_id"))
    )
    with op.batch_alter_table("gathering", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gathering_note_by_id"), ["note_by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gathering_thread_id"), ["thread_id"], unique=False)
        batch_op.create_index("ix_gathering_when", ["community_id", "starts_at", "id"], unique=False)

    op.create_table("thread_challenge",
    sa.Column("thread_id", sa.Integer(), nullable=False),
    sa.Column("challenge_id", sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(["challenge_id"], ["challenge.id"], name=op.f("fk_thread_challenge_challenge_id_challenge")),
    sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_thread_challenge_thread_id_thread"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("thread_id", "challenge_id", name=op.f("pk_thread_challenge"))
    )
    with op.batch_alter_table("thread_challenge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_challenge_challenge_id"), ["challenge_id"], unique=False)

    op.create_table("thread_summary",
    sa.Column("thread_id", sa.Integer(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("author_id", sa.Integer(), nullable=True),
    sa.Column("body", sa.Text(), nullable=False),
    sa.Column("html", sa.Text(), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["author_id"], ["member.id"], name=op.f("fk_thread_summary_author_id_member"), ondelete="SET NULL"),
    sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_thread_summary_thread_id_thread"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("thread_id", "version", name=op.f("pk_thread_summary"))
    )
    with op.batch_alter_table("thread_summary", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_thread_summary_author_id"), ["author_id"], unique=False)

    op.create_table("gathering_answer",
    sa.Column("gathering_id", sa.Integer(), nullable=False),
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("coming", sa.Enum("yes", "waiting", "no", name="coming", native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column("needs", sa.String(length=300), nullable=False),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["gathering_id"], ["gathering.id"], name=op.f("fk_gathering_answer_gathering_id_gathering"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_gathering_answer_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("gathering_id", "member_id", name=op.f("pk_gathering_answer"))
    )
    with op.batch_alter_table("gathering_answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gathering_answer_member_id"), ["member_id"], unique=False)
        batch_op.create_index("ix_gathering_answer_order", ["gathering_id", "coming", "since", "member_id"], unique=False)

    op.create_table("help_asked",
    sa.Column("post_id", sa.Integer(), nullable=False),
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_help_asked_member_id_member"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_help_asked_post_id_post"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("post_id", "member_id", name=op.f("pk_help_asked"))
    )
    with op.batch_alter_table("help_asked", schema=None) as batch_op:
        batch_op.create_index("ix_help_asked_often", ["member_id", "asked_at"], unique=False)

    op.create_table("waiting",
    sa.Column("post_id", sa.Integer(), nullable=False),
    sa.Column("thread_id", sa.Integer(), nullable=False),
    sa.Column("owner_id", sa.Integer(), nullable=True),
    sa.Column("owned_at", sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["owner_id"], ["member.id"], name=op.f("fk_waiting_owner_id_member"), ondelete="SET NULL"),
    sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_waiting_post_id_post"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_waiting_thread_id_thread"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("post_id", name=op.f("pk_waiting"))
    )
    with op.batch_alter_table("waiting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_waiting_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_waiting_thread_id"), ["thread_id"], unique=False)

    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreement_version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("maker_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("made_key", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_community_maker_id"), ["maker_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_community_maker_id_member"), "member", ["maker_id"], ["id"], ondelete="SET NULL")
        batch_op.create_unique_constraint(batch_op.f("uq_community_maker_id_made_key"), ["maker_id", "made_key"])

    with op.batch_alter_table("community_mark", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_words", sa.String(length=300), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("agreed_version", sa.Integer(), nullable=True))

    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("stays_hidden", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("helped_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_post_lately", ["posted_at"], unique=False)
        batch_op.create_index("ix_post_helped", ["thread_id", "id"], unique=False, sqlite_where=sa.text("helped_at IS NOT NULL"), postgresql_where=sa.text("helped_at IS NOT NULL"))

    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_for_members", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("link", sa.String(length=500), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("summary_version", sa.Integer(), nullable=False, server_default="0"))

    with op.batch_alter_table("thread_kind", schema=None) as batch_op:
        batch_op.add_column(sa.Column("has_link", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("is_offered", sa.Boolean(), nullable=False, server_default=sa.true()))

    for table, columns in (
        ("community", ("agreement_version", "version")),
        ("community_mark", ("asked_words",)),
        ("thread", ("is_for_members", "link", "summary_version")),
        ("thread_kind", ("has_link", "is_offered")),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.alter_column(column, server_default=None)

    op.execute("UPDATE community_mark SET agreed_version = 1 WHERE agreed_at IS NOT NULL")
    allow(OLD_KINDS + NEW_KINDS, OLD_WHATS + NEW_WHATS)


def keep_closed() -> None:
    """What the code before would show to those from whom it is kept."""
    hidden = "SELECT id FROM post WHERE hidden_at IS NOT NULL"
    op.execute("UPDATE thread SET hidden_at = started_at WHERE id IN (SELECT thread_id FROM gathering WHERE hidden_at IS NOT NULL)")
    op.execute("UPDATE post SET hidden_at = posted_at WHERE is_opening AND thread_id IN (SELECT id FROM thread WHERE hidden_at IS NOT NULL)")
    op.execute("UPDATE thread SET title = 'Removed', excerpt = '' WHERE hidden_at IS NOT NULL")
    op.execute(f"DELETE FROM post_revision WHERE post_id IN ({hidden})")
    op.execute(f"DELETE FROM reaction WHERE post_id IN ({hidden})")
    op.execute("UPDATE post SET body = '', html = '', edited_at = NULL, removed_at = COALESCE(removed_at, CURRENT_TIMESTAMP) WHERE hidden_at IS NOT NULL")
    op.execute("UPDATE community SET level = 'ask' WHERE level = 'open' AND id IN (SELECT community_id FROM thread WHERE is_for_members)")
    op.execute("UPDATE thread SET kind_id = 'story' WHERE kind_id IN (SELECT id FROM thread_kind WHERE NOT is_offered)")
    op.execute("DELETE FROM thread_kind WHERE NOT is_offered")


def downgrade() -> None:
    keep_closed()
    for table, column, gone in (
        ("notice", "kind", NEW_KINDS),
        ("notice", "what", NEW_WHATS),
        ("letter_preference", "kind", NEW_KINDS),
    ):
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({_listed(gone)})")
    allow(OLD_KINDS, OLD_WHATS)
    with op.batch_alter_table("thread_kind", schema=None) as batch_op:
        batch_op.drop_column("is_offered")
        batch_op.drop_column("has_link")

    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_column("summary_version")
        batch_op.drop_column("link")
        batch_op.drop_column("hidden_at")
        batch_op.drop_column("is_for_members")

    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index("ix_post_lately")
        batch_op.drop_index("ix_post_helped", sqlite_where=sa.text("helped_at IS NOT NULL"), postgresql_where=sa.text("helped_at IS NOT NULL"))
        batch_op.drop_column("helped_at")
        batch_op.drop_column("stays_hidden")
        batch_op.drop_column("hidden_at")

    with op.batch_alter_table("community_mark", schema=None) as batch_op:
        batch_op.drop_column("agreed_version")
        batch_op.drop_column("refused_at")
        batch_op.drop_column("asked_words")

    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_community_maker_id_made_key"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_community_maker_id_member"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_community_maker_id"))
        batch_op.drop_column("archived_at")
        batch_op.drop_column("made_key")
        batch_op.drop_column("maker_id")
        batch_op.drop_column("version")
        batch_op.drop_column("agreement_version")

    with op.batch_alter_table("waiting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_waiting_thread_id"))
        batch_op.drop_index(batch_op.f("ix_waiting_owner_id"))

    op.drop_table("waiting")
    with op.batch_alter_table("help_asked", schema=None) as batch_op:
        batch_op.drop_index("ix_help_asked_often")

    op.drop_table("help_asked")
    with op.batch_alter_table("gathering_answer", schema=None) as batch_op:
        batch_op.drop_index("ix_gathering_answer_order")
        batch_op.drop_index(batch_op.f("ix_gathering_answer_member_id"))

    op.drop_table("gathering_answer")
    with op.batch_alter_table("thread_summary", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_summary_author_id"))

    op.drop_table("thread_summary")
    with op.batch_alter_table("thread_challenge", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_thread_challenge_challenge_id"))

    op.drop_table("thread_challenge")
    with op.batch_alter_table("gathering", schema=None) as batch_op:
        batch_op.drop_index("ix_gathering_when")
        batch_op.drop_index(batch_op.f("ix_gathering_thread_id"))
        batch_op.drop_index(batch_op.f("ix_gathering_note_by_id"))

    op.drop_table("gathering")
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index("ix_report_thing")
        batch_op.drop_index(batch_op.f("ix_report_subject_id"))
        batch_op.drop_index("ix_report_queue")
        batch_op.drop_index(batch_op.f("ix_report_owner_id"))
        batch_op.drop_index(batch_op.f("ix_report_community_id"))
        batch_op.drop_index(batch_op.f("ix_report_closed_by_id"))

    op.drop_table("report")
    with op.batch_alter_table("invite_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invite_link_maker_id"))
        batch_op.drop_index(batch_op.f("ix_invite_link_community_id"))

    op.drop_table("invite_link")
    op.drop_table("earlier_agreement")
    with op.batch_alter_table("care_offer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_care_offer_member_id"))
        batch_op.drop_index(batch_op.f("ix_care_offer_from_id"))

    op.drop_table("care_offer")
    op.drop_table("feed_key")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_saved_at"))

    op.drop_table("draft")
