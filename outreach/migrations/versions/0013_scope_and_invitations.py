"""Roles hold for a campaign and a set of governments; links with which people set their password.

Whoever has roles has them everywhere, as before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROLES = ("staff", "organiser", "coordinator", "admin")
USERS = sa.table("accounts_users", sa.column("name", sa.String()), sa.column("roles", sa.JSON()))
GRANTS = sa.table("accounts_grants", sa.column("user_name", sa.String()), sa.column("role", sa.String()))


def upgrade() -> None:
    op.create_table(
        "accounts_grants",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(*ROLES, name="role", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("campaign_id", sa.Integer(), nullable=True),
        sa.Column("governments", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["petition_campaigns.id"], name=op.f("fk_accounts_grants_campaign_id")
        ),
        sa.ForeignKeyConstraint(["user_name"], ["accounts_users.name"], name=op.f("fk_accounts_grants_user_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_grants")),
    )
    op.create_index(op.f("ix_accounts_grants_user_name"), "accounts_grants", ["user_name"], unique=False)
    op.create_table(
        "accounts_invitations",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_name"], ["accounts_users.name"], name=op.f("fk_accounts_invitations_user_name")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_accounts_invitations")),
    )
    op.create_index(op.f("ix_accounts_invitations_user_name"), "accounts_invitations", ["user_name"], unique=False)
    connection = op.get_bind()
    for name, roles in connection.execute(sa.select(USERS.c.name, USERS.c.roles)).all():
        for role in roles:
            connection.execute(GRANTS.insert().values(user_name=name, role=role))
    op.drop_column("accounts_users", "roles")


def downgrade() -> None:
    op.add_column("accounts_users", sa.Column("roles", sa.JSON(), nullable=False, server_default="[]"))
    connection = op.get_bind()
    held: dict[str, list[str]] = {}
    for name, role in connection.execute(sa.select(GRANTS.c.user_name, GRANTS.c.role).distinct()).all():
        held.setdefault(name, []).append(role)
    for name, roles in held.items():
        connection.execute(USERS.update().where(USERS.c.name == name).values(roles=sorted(roles)))
    op.drop_table("accounts_invitations")
    op.drop_table("accounts_grants")
