"""addresses have an age

Why: of two addresses only the older can be put back, so the first one, too, knows since when it is its member's.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# One that was a second address first was proven by a letter; how long ago, only the newest of them say.
PROVEN = """
UPDATE member SET email_proven_at = (
    SELECT max(used_at) FROM account_link
    WHERE account_link.member_id = member.id AND account_link.email = member.email AND purpose = 'address'
)
"""


def upgrade() -> None:
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("email_proven_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(PROVEN)


def downgrade() -> None:
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_column("email_proven_at")
