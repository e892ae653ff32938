"""notices and jobs

Why: nobody waits unheard. Notices and how soon letters speak of them; jobs as rows that workers claim, in place of one
ticker; what a letter failed with; when somebody was reminded of a hello, and when it closed; who wrote last in a
conversation.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OLD_STATES = "'waiting', 'accepted', 'declined', 'taken_back', 'closed'"


def upgrade() -> None:
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_with", sa.String(length=80), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_run")),
    )
    op.create_table(
        "hearing",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "every",
                "summary",
                "mentioned",
                "nothing",
                name="level",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_hearing_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "about", name=op.f("pk_hearing")),
    )
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hearing_about"), ["about"], unique=False)

    op.create_table(
        "letter_preference",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hello",
                "message",
                "meeting",
                "circle",
                "answer",
                "mention",
                "followed",
                "door",
                "community",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "timing",
            sa.Enum(
                "now", "daily", "weekly", "never", name="timing", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_letter_preference_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "kind", name=op.f("pk_letter_preference")),
    )
    op.create_table(
        "letter_times",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("from_hour", sa.Integer(), nullable=False),
        sa.Column("to_hour", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("next_now_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_daily_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_weekly_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("news_told_to", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "from_hour BETWEEN 0 AND 23 AND to_hour BETWEEN 0 AND 23", name=op.f("ck_letter_times_hours_of_a_day")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_letter_times_day_of_a_week")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_letter_times_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_letter_times")),
    )
    with op.batch_alter_table("letter_times", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_times_next_daily_at"), ["next_daily_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_times_next_weekly_at"), ["next_weekly_at"], unique=False)

    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hello",
                "message",
                "meeting",
                "circle",
                "answer",
                "mention",
                "followed",
                "door",
                "community",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "what",
            sa.Enum(
                "hello",
                "hello_waits",
                "hello_yes",
                "hello_closed",
                "message",
                "meeting_set",
                "meeting_moved",
                "meeting_off",
                "circle_finished",
                "circle_left",
                "answer",
                "mention",
                "reply",
                "conversation",
                "asks_in",
                "let_in",
                "not_let_in",
                name="what",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("about", sa.Uuid(), nullable=False),
        sa.Column("spot", sa.Uuid(), nullable=True),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(length=160), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("how_many", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "letter",
            sa.Enum(
                "now", "daily", "weekly", "never", name="timing", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("lettered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("how_many >= 1", name=op.f("ck_notice_counts_something")),
        sa.ForeignKeyConstraint(["from_id"], ["member.id"], name=op.f("fk_notice_from_id_member"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["group_id"], ["belonging_group.id"], name=op.f("fk_notice_group_id_belonging_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_notice_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("public_id", name=op.f("uq_notice_public_id")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index("ix_notice_about", ["about"], unique=False)
        batch_op.create_index(
            "ix_notice_due",
            ["letter", "since", "member_id"],
            unique=False,
            sqlite_where=sa.text("read_at IS NULL AND lettered_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL AND lettered_at IS NULL"),
        )
        batch_op.create_index(
            "ix_notice_file_due",
            ["what", "told_at"],
            unique=False,
            sqlite_where=sa.text("lettered_at IS NULL"),
            postgresql_where=sa.text("lettered_at IS NULL"),
        )
        batch_op.create_index(batch_op.f("ix_notice_from_id"), ["from_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_group_id"), ["group_id"], unique=False)
        batch_op.create_index("ix_notice_spot", ["spot"], unique=False)
        batch_op.create_index("ix_notice_tray", ["member_id", "told_at"], unique=False)
        batch_op.create_index(
            "uq_notice_one_unread",
            ["member_id", "kind", "about"],
            unique=True,
            sqlite_where=sa.text("read_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL"),
        )

    op.drop_table("ticker")
    with op.batch_alter_table("hello", schema=None) as batch_op:
        batch_op.add_column(sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_hello_days", ["state", "asked_at"], unique=False)
        batch_op.drop_constraint("hello_state", type_="check")
        batch_op.create_check_constraint(
            "hello_state", "state IN ('waiting', 'accepted', 'declined', 'taken_back', 'let_go', 'closed')"
        )

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("failed_with", sa.String(length=80), nullable=False, server_default=""))
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.alter_column("failed_with", server_default=None)

    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.add_column(sa.Column("last_author_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_thread_last_author_id"), ["last_author_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_thread_last_author_id_member"), "member", ["last_author_id"], ["id"], ondelete="SET NULL"
        )

    _say_who_wrote_last()
    _give_times_for_letters()


def _say_who_wrote_last() -> None:
    op.execute(
        "UPDATE thread SET last_author_id = (SELECT post.author_id FROM post WHERE post.thread_id = thread.id"
        " AND post.removed_at IS NULL ORDER BY post.id DESC LIMIT 1)"
    )


def _give_times_for_letters() -> None:
    """Everybody who is in gets the house's hours; what was written before today is not told as news."""
    op.execute(
        "INSERT INTO letter_times (member_id, zone, from_hour, to_hour, weekday, next_daily_at, next_weekly_at, news_told_to)"
        " SELECT id, 'Europe/London', 8, 20, 0, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP"
        " FROM member WHERE state = 'active'"
    )


def downgrade() -> None:
    op.execute("UPDATE hello SET state = 'taken_back' WHERE state = 'let_go'")
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_thread_last_author_id_member"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_thread_last_author_id"))
        batch_op.drop_column("last_author_id")

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_column("failed_with")

    with op.batch_alter_table("hello", schema=None) as batch_op:
        batch_op.drop_constraint("hello_state", type_="check")
        batch_op.create_check_constraint("hello_state", f"state IN ({OLD_STATES})")
        batch_op.drop_index("ix_hello_days")
        batch_op.drop_column("closed_at")
        batch_op.drop_column("reminded_at")

    op.create_table(
        "ticker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticker")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_notice_one_unread", sqlite_where=sa.text("read_at IS NULL"), postgresql_where=sa.text("read_at IS NULL")
        )
        batch_op.drop_index("ix_notice_tray")
        batch_op.drop_index("ix_notice_spot")
        batch_op.drop_index(batch_op.f("ix_notice_group_id"))
        batch_op.drop_index(batch_op.f("ix_notice_from_id"))
        batch_op.drop_index(
            "ix_notice_file_due",
            sqlite_where=sa.text("lettered_at IS NULL"),
            postgresql_where=sa.text("lettered_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_notice_due",
            sqlite_where=sa.text("read_at IS NULL AND lettered_at IS NULL"),
            postgresql_where=sa.text("read_at IS NULL AND lettered_at IS NULL"),
        )
        batch_op.drop_index("ix_notice_about")

    op.drop_table("notice")
    with op.batch_alter_table("letter_times", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_times_next_weekly_at"))
        batch_op.drop_index(batch_op.f("ix_letter_times_next_daily_at"))

    op.drop_table("letter_times")
    op.drop_table("letter_preference")
    with op.batch_alter_table("hearing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hearing_about"))

    op.drop_table("hearing")
    op.drop_table("job_run")
