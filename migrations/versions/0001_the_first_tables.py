"""the first tables

Why: people, what they tell of themselves, who belongs where, hellos and circles, communities and conversations,
the journal with its keys, letters, and the ledger: everything that the first release keeps.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "audit_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("object_kind", sa.String(), nullable=False),
        sa.Column("object_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_line")),
    )
    with op.batch_alter_table("audit_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_line_actor_id"), ["actor_id"], unique=False)

    op.create_table(
        "belonging_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("circle", "community", name="group_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_belonging_group")),
    )
    op.create_table(
        "challenge",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("group_label", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("factor", sa.String(length=20), nullable=False),
        sa.Column("is_starter", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
    )
    op.create_table(
        "demonstration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_demonstration")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("display_name", sa.String(length=80), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "member",
                "moderator",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "joining",
                "active",
                "suspended",
                "left",
                name="member_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("password_kdf", sa.String(), nullable=True),
        sa.Column("password_salt", sa.LargeBinary(length=16), nullable=True),
        sa.Column("password_verifier", sa.LargeBinary(length=32), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rules_version", sa.String(length=20), nullable=True),
        sa.Column("rules_accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("idle_lock_minutes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("email_key", name=op.f("uq_member_email_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_member_public_id")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_state"), ["state"], unique=False)

    op.create_table(
        "perspective",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("sentence", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_perspective")),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("nation", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("short_name", sa.String(length=120), nullable=False),
        sa.Column("name_cy", sa.String(length=160), nullable=False),
        sa.Column("region", sa.String(length=80), nullable=False),
        sa.Column("parent_id", sa.String(length=80), nullable=True),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("successors", sa.JSON(), nullable=False),
        sa.Column("search_words", sa.String(length=600), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
    )
    op.create_table(
        "sector",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("parent_id", sa.String(length=40), nullable=True),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("hint", sa.String(length=200), nullable=False),
        sa.Column("ownership", sa.String(length=40), nullable=False),
        sa.Column("side", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["parent_id"], ["sector.id"], name=op.f("fk_sector_parent_id_sector")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sector")),
    )
    op.create_table(
        "thread_kind",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=60), nullable=False),
        sa.Column("line", sa.String(length=160), nullable=False),
        sa.Column("scaffold", sa.Text(), nullable=False),
        sa.Column("can_be_unanswered", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread_kind")),
    )
    op.create_table(
        "throttle_count",
        sa.Column("key_hash", sa.String(), nullable=False),
        sa.Column("window_ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_throttle_count")),
    )
    op.create_table(
        "ticker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.Uuid(), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticker")),
    )
    op.create_table(
        "account_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum("join", "reset", name="link_purpose", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_account_link_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_link")),
    )
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_link_member_id"), ["member_id"], unique=False)

    op.create_table(
        "avoidance",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("avoided_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["avoided_id"], ["member.id"], name=op.f("fk_avoidance_avoided_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_avoidance_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "avoided_id", name=op.f("pk_avoidance")),
    )
    with op.batch_alter_table("avoidance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_avoidance_avoided_id"), ["avoided_id"], unique=False)

    op.create_table(
        "belonging",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("asked", "in", "out", name="belonging_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "role",
            sa.Enum("member", "facilitator", name="group_role", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["belonging_group.id"], name=op.f("fk_belonging_group_id_belonging_group"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_belonging_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_belonging")),
        sa.UniqueConstraint("group_id", "member_id", name=op.f("uq_belonging_group_id_member_id")),
    )
    with op.batch_alter_table("belonging", schema=None) as batch_op:
        batch_op.create_index("ix_belonging_group_state", ["group_id", "state", "member_id"], unique=False)
        batch_op.create_index("ix_belonging_member_state", ["member_id", "state", "group_id"], unique=False)

    op.create_table(
        "block",
        sa.Column("blocker_id", sa.Integer(), nullable=False),
        sa.Column("blocked_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("blocker_id <> blocked_id", name=op.f("ck_block_not_oneself")),
        sa.ForeignKeyConstraint(
            ["blocked_id"], ["member.id"], name=op.f("fk_block_blocked_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["blocker_id"], ["member.id"], name=op.f("fk_block_blocker_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name=op.f("pk_block")),
    )
    with op.batch_alter_table("block", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_block_blocked_id"), ["blocked_id"], unique=False)

    op.create_table(
        "circle",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("pair", "trio", "set", name="circle_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "first_meeting",
                "active",
                "paused",
                "finished",
                name="circle_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("pair_key", sa.String(length=48), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["group_id"], ["belonging_group.id"], name=op.f("fk_circle_group_id_belonging_group"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle")),
        sa.UniqueConstraint("group_id", name=op.f("uq_circle_group_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_circle_public_id")),
    )
    with op.batch_alter_table("circle", schema=None) as batch_op:
        batch_op.create_index(
            "uq_circle_open_pair",
            ["pair_key"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "community",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("purpose", sa.String(length=300), nullable=False),
        sa.Column("learning_question", sa.String(length=200), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "open", "ask", "private", "hidden", name="level", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("is_safe_space", sa.Boolean(), nullable=False),
        sa.Column("rhythm", sa.String(length=120), nullable=False),
        sa.Column("agreement", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"], ["belonging_group.id"], name=op.f("fk_community_group_id_belonging_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_community")),
        sa.UniqueConstraint("group_id", name=op.f("uq_community_group_id")),
        sa.UniqueConstraint("public_id", name=op.f("uq_community_public_id")),
    )
    op.create_table(
        "declared_interest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "inspects",
                "commissions",
                "bids",
                "line_managed",
                "dispute",
                name="interest_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("organisation_key", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_declared_interest_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_interest")),
    )
    with op.batch_alter_table("declared_interest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_declared_interest_member_id"), ["member_id"], unique=False)

    op.create_table(
        "journal_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("gen", sa.Integer(), nullable=False),
        sa.Column("rev", sa.Integer(), nullable=False),
        sa.Column("head_box", sa.LargeBinary(), nullable=False),
        sa.Column("body_box", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_journal_entry_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_entry")),
    )
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_entry_member_id"), ["member_id"], unique=False)

    op.create_table(
        "journal_wrap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("gen", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("password", "recovery", name="wrap_kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=80), nullable=False),
        sa.Column("kdf", sa.String(length=80), nullable=True),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("pepper_id", sa.String(length=8), nullable=True),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("is_superseded", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_journal_wrap_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal_wrap")),
        sa.UniqueConstraint("member_id", "gen", "kind", "label", name=op.f("uq_journal_wrap_member_id_gen_kind_label")),
    )
    with op.batch_alter_table("journal_wrap", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_journal_wrap_pepper_id"), ["pepper_id"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("to_address", sa.String(length=254), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("about", sa.JSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sending",
                "sent",
                "stuck",
                name="letter_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_letter_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index("ix_letter_due", ["state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_letter_member_id"), ["member_id"], unique=False)

    op.create_table(
        "member_session",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_remembered", sa.Boolean(), nullable=False),
        sa.Column("browser", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_session_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_member_session")),
        sa.UniqueConstraint("public_id", name=op.f("uq_member_session_public_id")),
    )
    with op.batch_alter_table("member_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_member_session_member_id"), ["member_id"], unique=False)

    op.create_table(
        "profile",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sector_id", sa.String(length=40), nullable=True),
        sa.Column("other_sectors", sa.JSON(), nullable=False),
        sa.Column("place_id", sa.String(length=80), nullable=True),
        sa.Column(
            "place_shown_as",
            sa.Enum("area", "region", "nation", name="shown_as", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("organisation_key", sa.String(length=160), nullable=False),
        sa.Column("perspectives", sa.JSON(), nullable=False),
        sa.Column("about", sa.String(length=300), nullable=False),
        sa.Column(
            "findable_by",
            sa.Enum(
                "everyone", "groups", "nobody", name="findable_by", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column(
            "side",
            sa.Enum("bridge", "kin", "either", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column(
            "distance",
            sa.Enum("near", "far", "none", name="distance", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("ways", sa.JSON(), nullable=False),
        sa.Column("times", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("access_needs", sa.String(length=300), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("circles_open", sa.Integer(), nullable=False),
        sa.Column("is_available", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("capacity BETWEEN 0 AND 3", name=op.f("ck_profile_capacity_range")),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_profile_member_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_profile_place_id_place")),
        sa.ForeignKeyConstraint(["sector_id"], ["sector.id"], name=op.f("fk_profile_sector_id_sector")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_profile")),
    )
    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.create_index("ix_profile_finding", ["is_available", "sector_id", "member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_profile_organisation_key"), ["organisation_key"], unique=False)

    op.create_table(
        "profile_challenge",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("challenge_id", sa.String(length=40), nullable=False),
        sa.Column(
            "named_as",
            sa.Enum(
                "top", "other", "offer", "need", name="named_as", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["challenge_id"], ["challenge.id"], name=op.f("fk_profile_challenge_challenge_id_challenge")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_profile_challenge_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "challenge_id", "named_as", name=op.f("pk_profile_challenge")),
    )
    with op.batch_alter_table("profile_challenge", schema=None) as batch_op:
        batch_op.create_index("ix_profile_challenge_finding", ["challenge_id", "named_as", "member_id"], unique=False)

    op.create_table(
        "circle_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_key", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["member.id"], name=op.f("fk_circle_message_author_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circle.id"], name=op.f("fk_circle_message_circle_id_circle"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_circle_message")),
        sa.UniqueConstraint("author_id", "made_key", name=op.f("uq_circle_message_author_id_made_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_circle_message_public_id")),
    )
    with op.batch_alter_table("circle_message", schema=None) as batch_op:
        batch_op.create_index("ix_circle_message_reading", ["circle_id", "id"], unique=False)

    op.create_table(
        "circle_seat",
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("is_asked_apart", sa.Boolean(), nullable=False),
        sa.Column("is_apart", sa.Boolean(), nullable=True),
        sa.Column("carries_on", sa.Boolean(), nullable=True),
        sa.Column("is_not_again", sa.Boolean(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circle.id"], name=op.f("fk_circle_seat_circle_id_circle"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_circle_seat_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("circle_id", "member_id", name=op.f("pk_circle_seat")),
    )
    with op.batch_alter_table("circle_seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_circle_seat_member_id"), ["member_id"], unique=False)

    op.create_table(
        "community_mark",
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_id"],
            ["community.id"],
            name=op.f("fk_community_mark_community_id_community"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_community_mark_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("community_id", "member_id", name=op.f("pk_community_mark")),
    )
    with op.batch_alter_table("community_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_community_mark_member_id"), ["member_id"], unique=False)

    op.create_table(
        "hello",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("asker_id", sa.Integer(), nullable=False),
        sa.Column("asked_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "accepted",
                "declined",
                "taken_back",
                "closed",
                name="hello_state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("text_box", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("circle_id", sa.Integer(), nullable=True),
        sa.Column("made_key", sa.Uuid(), nullable=False),
        sa.CheckConstraint("asker_id <> asked_id", name=op.f("ck_hello_not_oneself")),
        sa.ForeignKeyConstraint(["asked_id"], ["member.id"], name=op.f("fk_hello_asked_id_member"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["asker_id"], ["member.id"], name=op.f("fk_hello_asker_id_member"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circle.id"], name=op.f("fk_hello_circle_id_circle"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hello")),
        sa.UniqueConstraint("asker_id", "made_key", name=op.f("uq_hello_asker_id_made_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_hello_public_id")),
    )
    with op.batch_alter_table("hello", schema=None) as batch_op:
        batch_op.create_index("ix_hello_asked", ["asked_id", "state", "asked_at", "asker_id"], unique=False)
        batch_op.create_index("ix_hello_asker", ["asker_id", "asked_id", "state", "asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_hello_circle_id"), ["circle_id"], unique=False)
        batch_op.create_index(
            "uq_hello_one_waiting",
            ["asker_id", "asked_id"],
            unique=True,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.create_table(
        "journal_box",
        sa.Column("sid_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("gen", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sid_hash"],
            ["member_session.token_hash"],
            name=op.f("fk_journal_box_sid_hash_member_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("sid_hash", name=op.f("pk_journal_box")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "how",
            sa.Enum(
                "video",
                "phone",
                "in_person",
                "walk",
                "messages",
                name="meeting_how",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("where_box", sa.LargeBinary(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("called_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("logged_by_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_key", sa.Uuid(), nullable=False),
        sa.CheckConstraint("starts_at IS NOT NULL OR happened_on IS NOT NULL", name=op.f("ck_meeting_has_a_time")),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circle.id"], name=op.f("fk_meeting_circle_id_circle"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["logged_by_id"], ["member.id"], name=op.f("fk_meeting_logged_by_id_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint("circle_id", "happened_on", name=op.f("uq_meeting_circle_id_happened_on")),
        sa.UniqueConstraint("logged_by_id", "made_key", name=op.f("uq_meeting_logged_by_id_made_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_meeting_public_id")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(
            "uq_meeting_one_planned",
            ["circle_id"],
            unique=True,
            sqlite_where=sa.text("happened_on IS NULL AND called_off_at IS NULL"),
            postgresql_where=sa.text("happened_on IS NULL AND called_off_at IS NULL"),
        )

    op.create_table(
        "promise_made",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Integer(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("maker_id", sa.Integer(), nullable=True),
        sa.Column("box", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("made_key", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["circle_id"], ["circle.id"], name=op.f("fk_promise_made_circle_id_circle"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["member.id"], name=op.f("fk_promise_made_maker_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["member.id"], name=op.f("fk_promise_made_owner_id_member"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promise_made")),
        sa.UniqueConstraint("maker_id", "made_key", name=op.f("uq_promise_made_maker_id_made_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_promise_made_public_id")),
    )
    with op.batch_alter_table("promise_made", schema=None) as batch_op:
        batch_op.create_index("ix_promise_made_reading", ["circle_id", "done_on", "due_on"], unique=False)

    op.create_table(
        "thread",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("community_id", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("excerpt", sa.String(length=200), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_post_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply_count", sa.Integer(), nullable=False),
        sa.Column("posts_made", sa.Integer(), nullable=False),
        sa.Column("is_pinned", sa.Boolean(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made_key", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["member.id"], name=op.f("fk_thread_author_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["community_id"], ["community.id"], name=op.f("fk_thread_community_id_community"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["kind_id"], ["thread_kind.id"], name=op.f("fk_thread_kind_id_thread_kind")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sa.UniqueConstraint("author_id", "made_key", name=op.f("uq_thread_author_id_made_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_thread_public_id")),
    )
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.create_index("ix_thread_order", ["community_id", "is_pinned", "last_post_at", "id"], unique=False)

    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("is_opening", sa.Boolean(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_key", sa.Uuid(), nullable=False),
        sa.CheckConstraint("removed_at IS NULL OR (body = '' AND html = '')", name=op.f("ck_post_removed_is_gone")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["member.id"], name=op.f("fk_post_author_id_member"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_post_thread_id_thread"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("author_id", "made_key", name=op.f("uq_post_author_id_made_key")),
        sa.UniqueConstraint("public_id", name=op.f("uq_post_public_id")),
    )
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.create_index("ix_post_reading", ["thread_id", "id"], unique=False)
        batch_op.create_index(
            "uq_post_one_opening",
            ["thread_id"],
            unique=True,
            sqlite_where=sa.text("is_opening"),
            postgresql_where=sa.text("is_opening"),
        )

    op.create_table(
        "read_mark",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("thread_id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_read_mark_member_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_read_mark_thread_id_thread"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "thread_id", name=op.f("pk_read_mark")),
    )
    with op.batch_alter_table("read_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_read_mark_thread_id"), ["thread_id"], unique=False)

    op.create_table(
        "post_revision",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("replaced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["post_id"], ["post.id"], name=op.f("fk_post_revision_post_id_post"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("post_id", "version", name=op.f("pk_post_revision")),
    )
    op.create_table(
        "reaction",
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "thank_you",
                "me_too",
                "tell_me_more",
                name="reaction_kind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_reaction_member_id_member"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_reaction_post_id_post"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("post_id", "kind", "member_id", name=op.f("pk_reaction")),
    )
    with op.batch_alter_table("reaction", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reaction_member_id"), ["member_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("reaction", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reaction_member_id"))

    op.drop_table("reaction")
    op.drop_table("post_revision")
    with op.batch_alter_table("read_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_read_mark_thread_id"))

    op.drop_table("read_mark")
    with op.batch_alter_table("post", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_post_one_opening", sqlite_where=sa.text("is_opening"), postgresql_where=sa.text("is_opening")
        )
        batch_op.drop_index("ix_post_reading")

    op.drop_table("post")
    with op.batch_alter_table("thread", schema=None) as batch_op:
        batch_op.drop_index("ix_thread_order")

    op.drop_table("thread")
    with op.batch_alter_table("promise_made", schema=None) as batch_op:
        batch_op.drop_index("ix_promise_made_reading")

    op.drop_table("promise_made")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_meeting_one_planned",
            sqlite_where=sa.text("happened_on IS NULL AND called_off_at IS NULL"),
            postgresql_where=sa.text("happened_on IS NULL AND called_off_at IS NULL"),
        )

    op.drop_table("meeting")
    op.drop_table("journal_box")
    with op.batch_alter_table("hello", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hello_one_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )
        batch_op.drop_index(batch_op.f("ix_hello_circle_id"))
        batch_op.drop_index("ix_hello_asker")
        batch_op.drop_index("ix_hello_asked")

    op.drop_table("hello")
    with op.batch_alter_table("community_mark", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_community_mark_member_id"))

    op.drop_table("community_mark")
    with op.batch_alter_table("circle_seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_circle_seat_member_id"))

    op.drop_table("circle_seat")
    with op.batch_alter_table("circle_message", schema=None) as batch_op:
        batch_op.drop_index("ix_circle_message_reading")

    op.drop_table("circle_message")
    with op.batch_alter_table("profile_challenge", schema=None) as batch_op:
        batch_op.drop_index("ix_profile_challenge_finding")

    op.drop_table("profile_challenge")
    with op.batch_alter_table("profile", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_profile_organisation_key"))
        batch_op.drop_index("ix_profile_finding")

    op.drop_table("profile")
    with op.batch_alter_table("member_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_session_member_id"))

    op.drop_table("member_session")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_member_id"))
        batch_op.drop_index("ix_letter_due")

    op.drop_table("letter")
    with op.batch_alter_table("journal_wrap", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_wrap_pepper_id"))

    op.drop_table("journal_wrap")
    with op.batch_alter_table("journal_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_journal_entry_member_id"))

    op.drop_table("journal_entry")
    with op.batch_alter_table("declared_interest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_declared_interest_member_id"))

    op.drop_table("declared_interest")
    op.drop_table("community")
    with op.batch_alter_table("circle", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_circle_open_pair",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("circle")
    with op.batch_alter_table("block", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_block_blocked_id"))

    op.drop_table("block")
    with op.batch_alter_table("belonging", schema=None) as batch_op:
        batch_op.drop_index("ix_belonging_member_state")
        batch_op.drop_index("ix_belonging_group_state")

    op.drop_table("belonging")
    with op.batch_alter_table("avoidance", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_avoidance_avoided_id"))

    op.drop_table("avoidance")
    with op.batch_alter_table("account_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_link_member_id"))

    op.drop_table("account_link")
    op.drop_table("ticker")
    op.drop_table("throttle_count")
    op.drop_table("thread_kind")
    op.drop_table("sector")
    op.drop_table("place")
    op.drop_table("perspective")
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_state"))

    op.drop_table("member")
    op.drop_table("demonstration")
    op.drop_table("challenge")
    op.drop_table("belonging_group")
    with op.batch_alter_table("audit_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_line_actor_id"))

    op.drop_table("audit_line")
