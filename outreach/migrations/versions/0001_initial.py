"""Every table of the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts_sign_in_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_sign_in_tries")),
    )
    op.create_index(op.f("ix_accounts_sign_in_tries_address"), "accounts_sign_in_tries", ["address"], unique=False)
    op.create_index(op.f("ix_accounts_sign_in_tries_at"), "accounts_sign_in_tries", ["at"], unique=False)
    op.create_index(op.f("ix_accounts_sign_in_tries_name"), "accounts_sign_in_tries", ["name"], unique=False)
    op.create_table(
        "accounts_users",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("full_name", sa.String(length=200), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("totp_secret", sa.String(), nullable=True),
        sa.Column("totp_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_users")),
        sa.UniqueConstraint("name", name=op.f("uq_accounts_users_name")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("entry_sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
    op.create_table(
        "audit_ledger",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("action", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("previous_sha256", sa.String(length=64), nullable=False),
        sa.Column("entry_sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_ledger")),
    )
    op.create_index(op.f("ix_audit_ledger_action"), "audit_ledger", ["action"], unique=False)
    op.create_index(op.f("ix_audit_ledger_subject"), "audit_ledger", ["subject"], unique=False)
    op.create_table(
        "delivery_stops",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_by", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_stops")),
    )
    op.create_index(op.f("ix_delivery_stops_lifted_at"), "delivery_stops", ["lifted_at"], unique=False)
    op.create_table(
        "petition_campaigns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_campaigns")),
        sa.UniqueConstraint("slug", name=op.f("uq_petition_campaigns_slug")),
    )
    op.create_table(
        "recipients_governments",
        sa.Column("code", sa.String(length=2), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("time_zone", sa.String(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("seed_sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_recipients_governments")),
    )
    op.create_table(
        "replies_mails",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("raw_sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "new",
                "needs_match",
                "needs_reader",
                "settled",
                name="replystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "bounce",
                "delay",
                "challenge",
                "auto_reply",
                "acknowledgement",
                "delivery_receipt",
                "read_receipt",
                "feedback_report",
                "human",
                "unreadable",
                name="replykind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("from_address", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finding", sa.JSON(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies_mails")),
        sa.UniqueConstraint("raw_sha256", name=op.f("uq_replies_mails_raw_sha256")),
    )
    op.create_index(op.f("ix_replies_mails_kind"), "replies_mails", ["kind"], unique=False)
    op.create_index(op.f("ix_replies_mails_status"), "replies_mails", ["status"], unique=False)
    op.create_table(
        "accounts_recovery_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("code_sha256", sa.String(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_name"], ["accounts_users.name"], name=op.f("fk_accounts_recovery_codes_user_name")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts_recovery_codes")),
    )
    op.create_index(
        op.f("ix_accounts_recovery_codes_user_name"), "accounts_recovery_codes", ["user_name"], unique=False
    )
    op.create_table(
        "accounts_sign_ins",
        sa.Column("token_sha256", sa.String(length=64), nullable=False),
        sa.Column("user_name", sa.String(), nullable=False),
        sa.Column("csrf", sa.String(length=64), nullable=False),
        sa.Column("signed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("second_factor", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_name"], ["accounts_users.name"], name=op.f("fk_accounts_sign_ins_user_name")
        ),
        sa.PrimaryKeyConstraint("token_sha256", name=op.f("pk_accounts_sign_ins")),
    )
    op.create_index(op.f("ix_accounts_sign_ins_user_name"), "accounts_sign_ins", ["user_name"], unique=False)
    op.create_table(
        "petition_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("campaign", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_by", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["petition_campaigns.id"], name=op.f("fk_petition_versions_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_versions")),
        sa.UniqueConstraint("campaign_id", "number", name=op.f("uq_petition_versions_campaign_id_number")),
        sa.UniqueConstraint("campaign_id", "sha256", name=op.f("uq_petition_versions_campaign_id_sha256")),
    )
    op.create_index(op.f("ix_petition_versions_campaign_id"), "petition_versions", ["campaign_id"], unique=False)
    op.create_table(
        "recipients_offices",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("government", sa.String(), nullable=False),
        sa.Column("branch", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False),
        sa.Column("website", sa.String(), nullable=False),
        sa.Column("confidence", sa.JSON(), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("seed_sha256", sa.String(length=64), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["government"], ["recipients_governments.code"], name=op.f("fk_recipients_offices_government")
        ),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_recipients_offices")),
    )
    op.create_index(op.f("ix_recipients_offices_government"), "recipients_offices", ["government"], unique=False)
    op.create_table(
        "replies_seen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mailbox", sa.String(), nullable=False),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["mail_id"], ["replies_mails.id"], name=op.f("fk_replies_seen_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies_seen")),
        sa.UniqueConstraint("mailbox", "uid", name=op.f("uq_replies_seen_mailbox_uid")),
    )
    op.create_index(op.f("ix_replies_seen_mail_id"), "replies_seen", ["mail_id"], unique=False)
    op.create_table(
        "signatures_snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.DateTime(timezone=True), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("countries", sa.JSON(), nullable=False),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("format", sa.String(), nullable=False),
        sa.Column("source_name", sa.String(), nullable=False),
        sa.Column("source_sha256", sa.String(length=64), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["petition_campaigns.id"], name=op.f("fk_signatures_snapshots_campaign_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures_snapshots")),
        sa.UniqueConstraint(
            "campaign_id",
            "source_sha256",
            "as_of",
            name=op.f("uq_signatures_snapshots_campaign_id_source_sha256_as_of"),
        ),
    )
    op.create_index(
        op.f("ix_signatures_snapshots_campaign_id"), "signatures_snapshots", ["campaign_id"], unique=False
    )
    op.create_table(
        "petition_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column(
            "review",
            sa.Enum("draft", "reviewed", name="reviewstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["petition_versions.id"], name=op.f("fk_petition_texts_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_petition_texts")),
        sa.UniqueConstraint("version_id", "language", name=op.f("uq_petition_texts_version_id_language")),
    )
    op.create_index(op.f("ix_petition_texts_version_id"), "petition_texts", ["version_id"], unique=False)
    op.create_table(
        "recipients_contacts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_key", sa.String(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "post",
                "web_form",
                "via_member",
                "in_person",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("preference", sa.Integer(), nullable=False),
        sa.Column("seed_sha256", sa.String(length=64), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("edited_by", sa.String(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_key"], ["recipients_offices.key"], name=op.f("fk_recipients_contacts_office_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients_contacts")),
        sa.UniqueConstraint(
            "office_key", "channel", "value", name=op.f("uq_recipients_contacts_office_key_channel_value")
        ),
    )
    op.create_index(op.f("ix_recipients_contacts_office_key"), "recipients_contacts", ["office_key"], unique=False)
    op.create_table(
        "recipients_holders",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_key", sa.String(), nullable=False),
        sa.Column(
            "form",
            sa.Enum("m", "f", "any", name="holderform", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["office_key"], ["recipients_offices.key"], name=op.f("fk_recipients_holders_office_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients_holders")),
    )
    op.create_index(op.f("ix_recipients_holders_office_key"), "recipients_holders", ["office_key"], unique=False)
    op.create_table(
        "recipients_proposals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_key", sa.String(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "post",
                "web_form",
                "via_member",
                "in_person",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "open",
                "accepted",
                "declined",
                name="proposalstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.String(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office_key"], ["recipients_offices.key"], name=op.f("fk_recipients_proposals_office_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients_proposals")),
    )
    op.create_index(
        op.f("ix_recipients_proposals_office_key"), "recipients_proposals", ["office_key"], unique=False
    )
    op.create_table(
        "rounds_rounds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("campaign_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "planned",
                "scheduled",
                "open",
                "paused",
                "closed",
                "cancelled",
                name="roundstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "resumes_to",
            sa.Enum(
                "planned",
                "scheduled",
                "open",
                "paused",
                "closed",
                "cancelled",
                name="roundstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("planned_by", sa.String(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dispatch_on", sa.Date(), nullable=True),
        sa.Column("window_days", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["campaign_id"], ["petition_campaigns.id"], name=op.f("fk_rounds_rounds_campaign_id")
        ),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["signatures_snapshots.id"], name=op.f("fk_rounds_rounds_snapshot_id")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["petition_versions.id"], name=op.f("fk_rounds_rounds_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds_rounds")),
        sa.UniqueConstraint("campaign_id", "name", name=op.f("uq_rounds_rounds_campaign_id_name")),
    )
    op.create_index(op.f("ix_rounds_rounds_campaign_id"), "rounds_rounds", ["campaign_id"], unique=False)
    op.create_index(op.f("ix_rounds_rounds_status"), "rounds_rounds", ["status"], unique=False)
    op.create_table(
        "signatures_disclosed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("disclosed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["signatures_snapshots.id"], name=op.f("fk_signatures_disclosed_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures_disclosed")),
        sa.UniqueConstraint("snapshot_id", name=op.f("uq_signatures_disclosed_snapshot_id")),
    )
    op.create_table(
        "recipients_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("value_sha256", sa.String(length=64), nullable=False),
        sa.Column("checked_by", sa.String(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["recipients_contacts.id"], name=op.f("fk_recipients_checks_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients_checks")),
    )
    op.create_index(op.f("ix_recipients_checks_contact_id"), "recipients_checks", ["contact_id"], unique=False)
    op.create_table(
        "recipients_flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=False),
        sa.Column("value_sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=False),
        sa.Column("flagged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("flagged_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["recipients_contacts.id"], name=op.f("fk_recipients_flags_contact_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients_flags")),
    )
    op.create_index(op.f("ix_recipients_flags_contact_id"), "recipients_flags", ["contact_id"], unique=False)
    op.create_table(
        "recipients_objections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "scope",
            sa.Enum("office", "contact", name="scope", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("office_key", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("objected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.String(), nullable=True),
        sa.Column("lifted_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["recipients_contacts.id"], name=op.f("fk_recipients_objections_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["office_key"], ["recipients_offices.key"], name=op.f("fk_recipients_objections_office_key")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recipients_objections")),
    )
    op.create_index(
        op.f("ix_recipients_objections_office_key"), "recipients_objections", ["office_key"], unique=False
    )
    op.create_table(
        "rounds_addressees",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("government", sa.String(), nullable=False),
        sa.Column("office_key", sa.String(), nullable=False),
        sa.Column("contact_id", sa.Integer(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "post",
                "web_form",
                "via_member",
                "in_person",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column(
            "holder_form",
            sa.Enum("m", "f", "any", name="holderform", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("included", sa.Boolean(), nullable=False),
        sa.Column("left_out_because", sa.String(), nullable=True),
        sa.Column(
            "purpose",
            sa.Enum(
                "round",
                "resend",
                "correction",
                "follow_up",
                "answer",
                name="purpose",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("replaces", sa.Integer(), nullable=True),
        sa.Column("in_reply_to", sa.String(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["recipients_contacts.id"], name=op.f("fk_rounds_addressees_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["government"], ["recipients_governments.code"], name=op.f("fk_rounds_addressees_government")
        ),
        sa.ForeignKeyConstraint(
            ["office_key"], ["recipients_offices.key"], name=op.f("fk_rounds_addressees_office_key")
        ),
        sa.ForeignKeyConstraint(
            ["replaces"], ["rounds_addressees.id"], name=op.f("fk_rounds_addressees_replaces")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_rounds.id"], name=op.f("fk_rounds_addressees_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds_addressees")),
        sa.UniqueConstraint("round_id", "contact_id", name=op.f("uq_rounds_addressees_round_id_contact_id")),
    )
    op.create_index(op.f("ix_rounds_addressees_government"), "rounds_addressees", ["government"], unique=False)
    op.create_index(op.f("ix_rounds_addressees_office_key"), "rounds_addressees", ["office_key"], unique=False)
    op.create_index(op.f("ix_rounds_addressees_round_id"), "rounds_addressees", ["round_id"], unique=False)
    op.create_table(
        "dossiers_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "letter", "dossier", name="documentkind", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("government", sa.String(), nullable=False),
        sa.Column("language", sa.String(length=16), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("inputs_sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("built_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"], ["rounds_addressees.id"], name=op.f("fk_dossiers_documents_addressee_id")
        ),
        sa.ForeignKeyConstraint(
            ["government"], ["recipients_governments.code"], name=op.f("fk_dossiers_documents_government")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_rounds.id"], name=op.f("fk_dossiers_documents_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossiers_documents")),
        sa.UniqueConstraint(
            "round_id",
            "kind",
            "government",
            "language",
            "addressee_id",
            "inputs_sha256",
            name=op.f("uq_dossiers_documents_round_id_kind_government_language_addressee_id_inputs_sha256"),
        ),
    )
    op.create_index(
        op.f("ix_dossiers_documents_addressee_id"), "dossiers_documents", ["addressee_id"], unique=False
    )
    op.create_index(op.f("ix_dossiers_documents_round_id"), "dossiers_documents", ["round_id"], unique=False)
    op.create_index(op.f("ix_dossiers_documents_sha256"), "dossiers_documents", ["sha256"], unique=False)
    op.create_table(
        "reviews_parcels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("manifest", sa.JSON(), nullable=False),
        sa.Column("manifest_sha256", sa.String(length=64), nullable=False),
        sa.Column("packed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["addressee_id"], ["rounds_addressees.id"], name=op.f("fk_reviews_parcels_addressee_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_rounds.id"], name=op.f("fk_reviews_parcels_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_parcels")),
        sa.UniqueConstraint("addressee_id", "number", name=op.f("uq_reviews_parcels_addressee_id_number")),
    )
    op.create_index(op.f("ix_reviews_parcels_addressee_id"), "reviews_parcels", ["addressee_id"], unique=False)
    op.create_index(op.f("ix_reviews_parcels_round_id"), "reviews_parcels", ["round_id"], unique=False)
    op.create_table(
        "delivery_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        sa.Column("addressee_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "post",
                "web_form",
                "via_member",
                "in_person",
                name="channel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "sending",
                "waiting",
                "accepted",
                "delivered",
                "refused",
                "bounced",
                "exhausted",
                "expired",
                "uncertain",
                "cancelled",
                "to_hand_over",
                "handed_over",
                "receipted",
                "returned",
                name="deliverystatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_by", sa.String(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.String(), nullable=True),
        sa.Column("settled_because", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["addressee_id"], ["rounds_addressees.id"], name=op.f("fk_delivery_deliveries_addressee_id")
        ),
        sa.ForeignKeyConstraint(
            ["parcel_id"], ["reviews_parcels.id"], name=op.f("fk_delivery_deliveries_parcel_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds_rounds.id"], name=op.f("fk_delivery_deliveries_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_deliveries")),
        sa.UniqueConstraint("addressee_id", name=op.f("uq_delivery_deliveries_addressee_id")),
        sa.UniqueConstraint("parcel_id", name=op.f("uq_delivery_deliveries_parcel_id")),
    )
    op.create_index(
        op.f("ix_delivery_deliveries_next_attempt_at"), "delivery_deliveries", ["next_attempt_at"], unique=False
    )
    op.create_index(op.f("ix_delivery_deliveries_round_id"), "delivery_deliveries", ["round_id"], unique=False)
    op.create_index(op.f("ix_delivery_deliveries_status"), "delivery_deliveries", ["status"], unique=False)
    op.create_table(
        "reviews_reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "awaiting",
                "approved",
                "changes_wanted",
                "withdrawn",
                name="reviewstatus",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("manifest_sha256", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        sa.Column("batch", sa.String(), nullable=True),
        sa.Column("seen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["parcel_id"], ["reviews_parcels.id"], name=op.f("fk_reviews_reviews_parcel_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews_reviews")),
        sa.UniqueConstraint("parcel_id", name=op.f("uq_reviews_reviews_parcel_id")),
    )
    op.create_index(op.f("ix_reviews_reviews_batch"), "reviews_reviews", ["batch"], unique=False)
    op.create_index(op.f("ix_reviews_reviews_status"), "reviews_reviews", ["status"], unique=False)
    op.create_table(
        "delivery_attempts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("worker", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "accepted",
                "temporary",
                "permanent",
                "uncertain",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("reply_code", sa.Integer(), nullable=True),
        sa.Column("enhanced_status", sa.String(), nullable=True),
        sa.Column("reply_text", sa.String(), nullable=True),
        sa.Column("host", sa.String(), nullable=True),
        sa.Column("tls", sa.String(), nullable=True),
        sa.Column("eml_sha256", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery_deliveries.id"], name=op.f("fk_delivery_attempts_delivery_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_attempts")),
        sa.UniqueConstraint("delivery_id", "number", name=op.f("uq_delivery_attempts_delivery_id_number")),
        sa.UniqueConstraint("message_id", name=op.f("uq_delivery_attempts_message_id")),
    )
    op.create_index(op.f("ix_delivery_attempts_delivery_id"), "delivery_attempts", ["delivery_id"], unique=False)
    op.create_table(
        "delivery_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column(
            "rung",
            sa.Enum(
                "relay_accepted",
                "handed_over",
                "server_accepted",
                "dsn_delivered",
                "auto_acknowledged",
                "acknowledged",
                "answered",
                name="rung",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("detail", sa.JSON(), nullable=False),
        sa.Column("blob_sha256", sa.String(length=64), nullable=True),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery_deliveries.id"], name=op.f("fk_delivery_evidence_delivery_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_evidence")),
        sa.UniqueConstraint(
            "delivery_id", "rung", "source", name=op.f("uq_delivery_evidence_delivery_id_rung_source")
        ),
    )
    op.create_index(op.f("ix_delivery_evidence_delivery_id"), "delivery_evidence", ["delivery_id"], unique=False)
    op.create_table(
        "replies_matches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column(
            "matched_by",
            sa.Enum(
                "token",
                "reference",
                "message_id",
                "person",
                name="matchedby",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("matched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery_deliveries.id"], name=op.f("fk_replies_matches_delivery_id")
        ),
        sa.ForeignKeyConstraint(["mail_id"], ["replies_mails.id"], name=op.f("fk_replies_matches_mail_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replies_matches")),
    )
    op.create_index(op.f("ix_replies_matches_delivery_id"), "replies_matches", ["delivery_id"], unique=False)
    op.create_index(op.f("ix_replies_matches_mail_id"), "replies_matches", ["mail_id"], unique=False)
    op.create_table(
        "responses_responses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("mail_id", sa.Integer(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column(
            "channel",
            sa.Enum(
                "email",
                "post",
                "web",
                "phone",
                "meeting",
                name="answerchannel",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reference_number", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column(
            "disclosure",
            sa.Enum(
                "internal",
                "summary",
                "quotable",
                name="disclosure",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["delivery_id"], ["delivery_deliveries.id"], name=op.f("fk_responses_responses_delivery_id")
        ),
        sa.ForeignKeyConstraint(["mail_id"], ["replies_mails.id"], name=op.f("fk_responses_responses_mail_id")),
        sa.ForeignKeyConstraint(
            ["supersedes"], ["responses_responses.id"], name=op.f("fk_responses_responses_supersedes")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses_responses")),
        sa.UniqueConstraint("supersedes", name=op.f("uq_responses_responses_supersedes")),
    )
    op.create_index(
        op.f("ix_responses_responses_delivery_id"), "responses_responses", ["delivery_id"], unique=False
    )
    op.create_index(op.f("ix_responses_responses_mail_id"), "responses_responses", ["mail_id"], unique=False)
    op.create_table(
        "responses_commitments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses_responses.id"], name=op.f("fk_responses_commitments_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses_commitments")),
    )
    op.create_index(
        op.f("ix_responses_commitments_response_id"), "responses_commitments", ["response_id"], unique=False
    )
    op.create_table(
        "responses_positions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("response_id", sa.Integer(), nullable=False),
        sa.Column("demand", sa.String(length=64), nullable=False),
        sa.Column(
            "position",
            sa.Enum(
                "acknowledged",
                "referred",
                "supports",
                "partly",
                "declines",
                "acted",
                name="position",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["response_id"], ["responses_responses.id"], name=op.f("fk_responses_positions_response_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_responses_positions")),
        sa.UniqueConstraint("response_id", "demand", name=op.f("uq_responses_positions_response_id_demand")),
    )
    op.create_index(
        op.f("ix_responses_positions_response_id"), "responses_positions", ["response_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_responses_positions_response_id"), table_name="responses_positions")
    op.drop_table("responses_positions")
    op.drop_index(op.f("ix_responses_commitments_response_id"), table_name="responses_commitments")
    op.drop_table("responses_commitments")
    op.drop_index(op.f("ix_responses_responses_mail_id"), table_name="responses_responses")
    op.drop_index(op.f("ix_responses_responses_delivery_id"), table_name="responses_responses")
    op.drop_table("responses_responses")
    op.drop_index(op.f("ix_replies_matches_mail_id"), table_name="replies_matches")
    op.drop_index(op.f("ix_replies_matches_delivery_id"), table_name="replies_matches")
    op.drop_table("replies_matches")
    op.drop_index(op.f("ix_delivery_evidence_delivery_id"), table_name="delivery_evidence")
    op.drop_table("delivery_evidence")
    op.drop_index(op.f("ix_delivery_attempts_delivery_id"), table_name="delivery_attempts")
    op.drop_table("delivery_attempts")
    op.drop_index(op.f("ix_reviews_reviews_status"), table_name="reviews_reviews")
    op.drop_index(op.f("ix_reviews_reviews_batch"), table_name="reviews_reviews")
    op.drop_table("reviews_reviews")
    op.drop_index(op.f("ix_delivery_deliveries_status"), table_name="delivery_deliveries")
    op.drop_index(op.f("ix_delivery_deliveries_round_id"), table_name="delivery_deliveries")
    op.drop_index(op.f("ix_delivery_deliveries_next_attempt_at"), table_name="delivery_deliveries")
    op.drop_table("delivery_deliveries")
    op.drop_index(op.f("ix_reviews_parcels_round_id"), table_name="reviews_parcels")
    op.drop_index(op.f("ix_reviews_parcels_addressee_id"), table_name="reviews_parcels")
    op.drop_table("reviews_parcels")
    op.drop_index(op.f("ix_dossiers_documents_sha256"), table_name="dossiers_documents")
    op.drop_index(op.f("ix_dossiers_documents_round_id"), table_name="dossiers_documents")
    op.drop_index(op.f("ix_dossiers_documents_addressee_id"), table_name="dossiers_documents")
    op.drop_table("dossiers_documents")
    op.drop_index(op.f("ix_rounds_addressees_round_id"), table_name="rounds_addressees")
    op.drop_index(op.f("ix_rounds_addressees_office_key"), table_name="rounds_addressees")
    op.drop_index(op.f("ix_rounds_addressees_government"), table_name="rounds_addressees")
    op.drop_table("rounds_addressees")
    op.drop_index(op.f("ix_recipients_objections_office_key"), table_name="recipients_objections")
    op.drop_table("recipients_objections")
    op.drop_index(op.f("ix_recipients_flags_contact_id"), table_name="recipients_flags")
    op.drop_table("recipients_flags")
    op.drop_index(op.f("ix_recipients_checks_contact_id"), table_name="recipients_checks")
    op.drop_table("recipients_checks")
    op.drop_table("signatures_disclosed")
    op.drop_index(op.f("ix_rounds_rounds_status"), table_name="rounds_rounds")
    op.drop_index(op.f("ix_rounds_rounds_campaign_id"), table_name="rounds_rounds")
    op.drop_table("rounds_rounds")
    op.drop_index(op.f("ix_recipients_proposals_office_key"), table_name="recipients_proposals")
    op.drop_table("recipients_proposals")
    op.drop_index(op.f("ix_recipients_holders_office_key"), table_name="recipients_holders")
    op.drop_table("recipients_holders")
    op.drop_index(op.f("ix_recipients_contacts_office_key"), table_name="recipients_contacts")
    op.drop_table("recipients_contacts")
    op.drop_index(op.f("ix_petition_texts_version_id"), table_name="petition_texts")
    op.drop_table("petition_texts")
    op.drop_index(op.f("ix_signatures_snapshots_campaign_id"), table_name="signatures_snapshots")
    op.drop_table("signatures_snapshots")
    op.drop_index(op.f("ix_replies_seen_mail_id"), table_name="replies_seen")
    op.drop_table("replies_seen")
    op.drop_index(op.f("ix_recipients_offices_government"), table_name="recipients_offices")
    op.drop_table("recipients_offices")
    op.drop_index(op.f("ix_petition_versions_campaign_id"), table_name="petition_versions")
    op.drop_table("petition_versions")
    op.drop_index(op.f("ix_accounts_sign_ins_user_name"), table_name="accounts_sign_ins")
    op.drop_table("accounts_sign_ins")
    op.drop_index(op.f("ix_accounts_recovery_codes_user_name"), table_name="accounts_recovery_codes")
    op.drop_table("accounts_recovery_codes")
    op.drop_index(op.f("ix_replies_mails_status"), table_name="replies_mails")
    op.drop_index(op.f("ix_replies_mails_kind"), table_name="replies_mails")
    op.drop_table("replies_mails")
    op.drop_table("recipients_governments")
    op.drop_table("petition_campaigns")
    op.drop_index(op.f("ix_delivery_stops_lifted_at"), table_name="delivery_stops")
    op.drop_table("delivery_stops")
    op.drop_index(op.f("ix_audit_ledger_subject"), table_name="audit_ledger")
    op.drop_index(op.f("ix_audit_ledger_action"), table_name="audit_ledger")
    op.drop_table("audit_ledger")
    op.drop_table("audit_head")
    op.drop_table("accounts_users")
    op.drop_index(op.f("ix_accounts_sign_in_tries_name"), table_name="accounts_sign_in_tries")
    op.drop_index(op.f("ix_accounts_sign_in_tries_at"), table_name="accounts_sign_in_tries")
    op.drop_index(op.f("ix_accounts_sign_in_tries_address"), table_name="accounts_sign_in_tries")
    op.drop_table("accounts_sign_in_tries")
