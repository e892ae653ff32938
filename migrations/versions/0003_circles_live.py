"""circles live

Why: a circle has a rhythm, rests, is looked at, grows and ends well; people are kept apart by organisation too; an
address outlives a job; and suggestions are read from whoever changed since.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


OLD_KINDS = ("hello", "message", "meeting", "circle", "answer", "mention", "followed", "door", "community")
NEW_KINDS = ("agreement", "rhythm", "contact")
OLD_WHATS = ("hello", "hello_waits", "hello_yes", "hello_closed", "message", "meeting_set", "meeting_moved", "meeting_off", "circle_finished", "circle_left", "answer", "mention", "reply", "conversation", "asks_in", "let_in", "not_let_in")
NEW_WHATS = ("carries_on", "paused", "resumed", "look_again", "grown", "agreement_waits", "agreed", "proposed", "not_asked", "quiet", "rescue", "goes_on", "check_in", "half_way", "half_way_open", "renewal", "renewed", "somebody_fits", "contact_wished", "contact_taken")


def _listed(values: tuple[str, ...]) -> str:
    return ", ".join(f"'{value}'" for value in values)


def allow(kinds: tuple[str, ...], whats: tuple[str, ...], purposes: tuple[str, ...]) -> None:
    """What these columns may say."""
    for table, column, constraint, values in (
        ("notice", "kind", "kind", kinds),
        ("notice", "what", "what", whats),
        ("letter_preference", "kind", "kind", kinds),
        ("account_link", "purpose", "link_purpose", purposes),
    ):
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_constraint(constraint, type_="check")
            batch_op.create_check_constraint(constraint, f"{column} IN ({_listed(values)})")


# Of a meeting only the day is known: noon of it, or now, if that is still to come.
MET_AT = {
    "sqlite": "MIN(happened_on || ' 12:00:00.000000', strftime('%Y-%m-%d %H:%M:%f000', 'now'))",
    "postgresql": "LEAST((happened_on + TIME '12:00') AT TIME ZONE 'Europe/London', now())",
}


def count_from_the_last_contact() -> None:
    """Whatever came last: they began, carried on, wrote or met. Who is in touch shall not read that it is quiet."""
    met_at = MET_AT[op.get_bind().dialect.name]
    op.execute("UPDATE circle SET term_began_at = active_since, contact_at = began_at")
    for moment in (
        "active_since",
        "(SELECT MAX(sent_at) FROM circle_message WHERE circle_message.circle_id = circle.id)",
        f"(SELECT MAX({met_at}) FROM meeting WHERE meeting.circle_id = circle.id AND happened_on IS NOT NULL)",
    ):
        op.execute(f"UPDATE circle SET contact_at = {moment} WHERE {moment} > contact_at")


def upgrade() -> None:
    op.create_table("avoided_organisation",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("organisation_key", sa.String(length=160), nullable=False),
    sa.Column("name_box", sa.LargeBinary(), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_avoided_organisation_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_avoided_organisation")),
    sa.UniqueConstraint("member_id", "organisation_key", name=op.f("uq_avoided_organisation_member_id_organisation_key")),
    sa.UniqueConstraint("public_id", name=op.f("uq_avoided_organisation_public_id"))
    )
    with op.batch_alter_table("avoided_organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_avoided_organisation_organisation_key"), ["organisation_key"], unique=False)

    op.create_table("buddy_wait",
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("shown", sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_buddy_wait_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("member_id", name=op.f("pk_buddy_wait")),
    sa.UniqueConstraint("public_id", name=op.f("uq_buddy_wait_public_id"))
    )
    with op.batch_alter_table("buddy_wait", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buddy_wait_looked_at"), ["looked_at"], unique=False)

    op.create_table("contact_wish",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("wished_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("taken_by_id", sa.Integer(), nullable=True),
    sa.Column("line_box", sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_contact_wish_member_id_member"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["taken_by_id"], ["member.id"], name=op.f("fk_contact_wish_taken_by_id_member"), ondelete="SET NULL"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_wish")),
    sa.UniqueConstraint("public_id", name=op.f("uq_contact_wish_public_id"))
    )
    with op.batch_alter_table("contact_wish", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_wish_taken_by_id"), ["taken_by_id"], unique=False)
        batch_op.create_index("uq_contact_wish_one_open", ["member_id"], unique=True, sqlite_where=sa.text("taken_at IS NULL"), postgresql_where=sa.text("taken_at IS NULL"))

    op.create_table("exposure",
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("lists", sa.Integer(), nullable=False),
    sa.Column("counted_at", sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("lists >= 0", name=op.f("ck_exposure_counts_lists")),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_exposure_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("member_id", name=op.f("pk_exposure"))
    )
    op.create_table("hand_over_note",
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("box", sa.LargeBinary(), nullable=False),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_hand_over_note_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("member_id", name=op.f("pk_hand_over_note")),
    sa.UniqueConstraint("public_id", name=op.f("uq_hand_over_note_public_id"))
    )
    op.create_table("job_news",
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("circle_id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("box", sa.LargeBinary(), nullable=True),
    sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_job_news_circle_id_circle"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_job_news_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("member_id", "circle_id", name=op.f("pk_job_news")),
    sa.UniqueConstraint("public_id", name=op.f("uq_job_news_public_id"))
    )
    with op.batch_alter_table("job_news", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_news_circle_id"), ["circle_id"], unique=False)

    op.create_table("second_address",
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("email", sa.String(length=254), nullable=False),
    sa.Column("email_key", sa.String(length=254), nullable=False),
    sa.Column("proven_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_second_address_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("member_id", name=op.f("pk_second_address")),
    sa.UniqueConstraint("email_key", name=op.f("uq_second_address_email_key"))
    )
    op.create_table("circle_agreement",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("circle_id", sa.Integer(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("maker_id", sa.Integer(), nullable=True),
    sa.Column("box", sa.LargeBinary(), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_circle_agreement_circle_id_circle"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["maker_id"], ["member.id"], name=op.f("fk_circle_agreement_maker_id_member"), ondelete="SET NULL"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_agreement")),
    sa.UniqueConstraint("circle_id", "version", name=op.f("uq_circle_agreement_circle_id_version")),
    sa.UniqueConstraint("public_id", name=op.f("uq_circle_agreement_public_id"))
    )
    with op.batch_alter_table("circle_agreement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circle_agreement_maker_id"), ["maker_id"], unique=False)

    op.create_table("circle_draft",
    sa.Column("circle_id", sa.Integer(), nullable=False),
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("box", sa.LargeBinary(), nullable=False),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_circle_draft_circle_id_circle"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_circle_draft_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("circle_id", "member_id", name=op.f("pk_circle_draft")),
    sa.UniqueConstraint("public_id", name=op.f("uq_circle_draft_public_id"))
    )
    with op.batch_alter_table("circle_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circle_draft_member_id"), ["member_id"], unique=False)

    op.create_table("circle_look",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("circle_id", sa.Integer(), nullable=False),
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("kind", sa.Enum("check_in", "half_way", "renewal", name="look_kind", native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column("term", sa.Integer(), nullable=False),
    sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
    sa.Column("box", sa.LargeBinary(), nullable=True),
    sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_circle_look_circle_id_circle"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_circle_look_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_look")),
    sa.UniqueConstraint("circle_id", "member_id", "kind", "term", name=op.f("uq_circle_look_circle_id_member_id_kind_term")),
    sa.UniqueConstraint("public_id", name=op.f("uq_circle_look_public_id"))
    )
    with op.batch_alter_table("circle_look", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circle_look_member_id"), ["member_id"], unique=False)

    op.create_table("proposal",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("public_id", sa.Uuid(), nullable=False),
    sa.Column("circle_id", sa.Integer(), nullable=False),
    sa.Column("proposer_id", sa.Integer(), nullable=False),
    sa.Column("asked_id", sa.Integer(), nullable=False),
    sa.Column("state", sa.Enum("open", "sent", "closed", name="proposal_state", native_enum=False, create_constraint=True, length=40), nullable=False),
    sa.Column("box", sa.LargeBinary(), nullable=False),
    sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("made_key", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["asked_id"], ["member.id"], name=op.f("fk_proposal_asked_id_member"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["circle_id"], ["circle.id"], name=op.f("fk_proposal_circle_id_circle"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["proposer_id"], ["member.id"], name=op.f("fk_proposal_proposer_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    sa.UniqueConstraint("proposer_id", "made_key", name=op.f("uq_proposal_proposer_id_made_key")),
    sa.UniqueConstraint("public_id", name=op.f("uq_proposal_public_id"))
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_asked_id"), ["asked_id"], unique=False)
        batch_op.create_index("uq_proposal_one_open", ["circle_id"], unique=True, sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))

    op.create_table("agreement_yes",
    sa.Column("agreement_id", sa.Integer(), nullable=False),
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["agreement_id"], ["circle_agreement.id"], name=op.f("fk_agreement_yes_agreement_id_circle_agreement"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_agreement_yes_member_id_member"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("agreement_id", "member_id", name=op.f("pk_agreement_yes"))
    )
    with op.batch_alter_table("agreement_yes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agreement_yes_member_id"), ["member_id"], unique=False)

    op.create_table("proposal_yes",
    sa.Column("proposal_id", sa.Integer(), nullable=False),
    sa.Column("member_id", sa.Integer(), nullable=False),
    sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_proposal_yes_member_id_member"), ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_proposal_yes_proposal_id_proposal"), ondelete="CASCADE"),
    sa.PrimaryKeyConstraint("proposal_id", "member_id", name=op.f("pk_proposal_yes"))
    )
    with op.batch_alter_table("proposal_yes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_yes_member_id"), ["member_id"], unique=False)

    with op.batch_alter_table("circle", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rhythm", sa.Enum("weekly", "two_weeks", "three_weeks", "monthly", name="rhythm", native_enum=False, create_constraint=True, length=40), nullable=False, server_default="three_weeks"))
        batch_op.add_column(sa.Column("contact_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("term", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("term_began_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_until", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("grew_from_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_circle_grew_from_id"), ["grew_from_id"], unique=False)
        batch_op.create_index("ix_circle_quiet", ["state", "contact_at"], unique=False)
        batch_op.create_index("ix_circle_term", ["state", "term_began_at"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_circle_grew_from_id_circle"), "circle", ["grew_from_id"], ["id"], ondelete="SET NULL")

    count_from_the_last_contact()
    with op.batch_alter_table("circle", schema=None) as batch_op:
        batch_op.alter_column("contact_at", nullable=False)
        batch_op.alter_column("term", server_default=None)
        batch_op.alter_column("rhythm", server_default=None)

    with op.batch_alter_table("circle_seat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("feels_right", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("nudged_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("hello", schema=None) as batch_op:
        batch_op.add_column(sa.Column("joins_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_hello_joins_id"), ["joins_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_hello_joins_id_circle"), "circle", ["joins_id"], ["id"], ondelete="CASCADE")

    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_profile_changed_at"), ["changed_at"], unique=False)

    allow(OLD_KINDS + NEW_KINDS, OLD_WHATS + NEW_WHATS, ("join", "reset", "address", "address_back"))


def downgrade() -> None:
    # before a circle could ask, a yes began a pair: what a circle has asked goes, and what was told of it
    op.execute("DELETE FROM notice WHERE about IN (SELECT public_id FROM hello WHERE joins_id IS NOT NULL)")
    op.execute("DELETE FROM hello WHERE joins_id IS NOT NULL")
    for table, column, gone in (
        ("notice", "kind", NEW_KINDS),
        ("notice", "what", NEW_WHATS),
        ("letter_preference", "kind", NEW_KINDS),
        ("account_link", "purpose", ("address", "address_back")),
    ):
        op.execute(f"DELETE FROM {table} WHERE {column} IN ({_listed(gone)})")
    allow(OLD_KINDS, OLD_WHATS, ("join", "reset"))
    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_profile_changed_at"))

    with op.batch_alter_table("hello", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_hello_joins_id_circle"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_hello_joins_id"))
        batch_op.drop_column("joins_id")

    with op.batch_alter_table("circle_seat", schema=None) as batch_op:
        batch_op.drop_column("nudged_at")
        batch_op.drop_column("feels_right")

    with op.batch_alter_table("circle", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_circle_grew_from_id_circle"), type_="foreignkey")
        batch_op.drop_index("ix_circle_term")
        batch_op.drop_index("ix_circle_quiet")
        batch_op.drop_index(batch_op.f("ix_circle_grew_from_id"))
        batch_op.drop_column("grew_from_id")
        batch_op.drop_column("moved_at")
        batch_op.drop_column("paused_until")
        batch_op.drop_column("paused_at")
        batch_op.drop_column("term_began_at")
        batch_op.drop_column("term")
        batch_op.drop_column("contact_at")
        batch_op.drop_constraint("rhythm", type_="check")
        batch_op.drop_column("rhythm")

    with op.batch_alter_table("proposal_yes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_proposal_yes_member_id"))

    op.drop_table("proposal_yes")
    with op.batch_alter_table("agreement_yes", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_agreement_yes_member_id"))

    op.drop_table("agreement_yes")
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index("uq_proposal_one_open", sqlite_where=sa.text("state = 'open'"), postgresql_where=sa.text("state = 'open'"))
        batch_op.drop_index(batch_op.f("ix_proposal_asked_id"))

    op.drop_table("proposal")
    with op.batch_alter_table("circle_look", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circle_look_member_id"))

    op.drop_table("circle_look")
    with op.batch_alter_table("circle_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circle_draft_member_id"))

    op.drop_table("circle_draft")
    with op.batch_alter_table("circle_agreement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circle_agreement_maker_id"))

    op.drop_table("circle_agreement")
    op.drop_table("second_address")
    with op.batch_alter_table("job_news", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_news_circle_id"))

    op.drop_table("job_news")
    op.drop_table("hand_over_note")
    op.drop_table("exposure")
    with op.batch_alter_table("contact_wish", schema=None) as batch_op:
        batch_op.drop_index("uq_contact_wish_one_open", sqlite_where=sa.text("taken_at IS NULL"), postgresql_where=sa.text("taken_at IS NULL"))
        batch_op.drop_index(batch_op.f("ix_contact_wish_taken_by_id"))

    op.drop_table("contact_wish")
    with op.batch_alter_table("buddy_wait", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_buddy_wait_looked_at"))

    op.drop_table("buddy_wait")
    with op.batch_alter_table("avoided_organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_avoided_organisation_organisation_key"))

    op.drop_table("avoided_organisation")
