"""one index of circles less

Why: nothing looks a pair up by when it ended; the rule of one open pair has an index of its own.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_circle_pair", table_name="circle")


def downgrade() -> None:
    op.create_index("ix_circle_pair", "circle", ["pair_key", "ended_at"], unique=False)
