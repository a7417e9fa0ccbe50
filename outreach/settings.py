"""Settings: environment variables `OUTREACH_*` (nested with `__`) or a `.env` file. Read once, passed down.

Every secret also reads from a file: `OUTREACH_SMTP__PASSWORD_FILE=/run/secrets/smtp`.
Without any setting nothing leaves the machine: mail goes to the sandbox, a Maildir under `OUTREACH_HOME`.
"""

import os
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Literal

from dotenv import dotenv_values
from pydantic import AliasChoices, BaseModel, Field, IPvAnyAddress, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from outreach import brought
from outreach.errors import BadInput, Problem

SANDBOX_SECRET = "sandbox-only-secret"
"""The default secret. Refused as soon as mail may leave the machine."""

PREFIX = "OUTREACH_"
NOT_SETTINGS = re.compile(r"OUTREACH_(TRACEBACK$|TEST_)")
"""What the command line and the tests read themselves."""


class SmtpSettings(BaseModel):
    """The relay that takes our mail."""

    host: str = ""
    port: int = Field(default=587, ge=1, le=65535)
    username: str = ""
    password: SecretStr = SecretStr("")
    tls: Literal["starttls", "implicit", "none"] = "starttls"
    timeout_seconds: float = Field(default=60.0, gt=0)


class ImapSettings(BaseModel):
    """The mailbox that answers come to."""

    host: str = ""
    port: int = Field(default=993, ge=1, le=65535)
    username: str = ""
    password: SecretStr = SecretStr("")
    folder: str = "INBOX"
    tls: Literal["implicit", "none"] = "implicit"


class MailSettings(BaseModel):
    """Our own addresses. `reply_mode`: the token is the whole local part, or stands behind a plus."""

    domain: str = "outreach.example"
    # `from` is a word of Python: OUTREACH_MAIL__FROM and OUTREACH_MAIL__SENDER are the same setting.
    sender: str = Field(default="petition@outreach.example", validation_alias=AliasChoices("sender", "from"))
    sender_name: str = ""
    reply_domain: str = "replies.outreach.example"
    reply_mode: Literal["domain", "plus"] = "domain"
    reply_mailbox: str = "replies"
    authserv_id: str = ""
    dkim_selector: str = Field(default="", pattern=r"^([A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?)?$")
    dkim_key: SecretStr = SecretStr("")
    dkim_second_selector: str = Field(default="", pattern=r"^([A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?)?$")
    dkim_second_key: SecretStr = SecretStr("")
    per_minute: int = Field(default=60, ge=1)
    per_domain_per_minute: int = Field(default=10, ge=1)


class DnsSettings(BaseModel):
    """The name servers to ask, an IP address each; without any those of the machine."""

    servers: list[IPvAnyAddress] = []
    port: int = Field(default=53, ge=1, le=65535)


class RetentionSettings(BaseModel):
    """Days that mail is kept after it came in; 0: until somebody erases it. The service carries it out daily."""

    mail: int = Field(default=0, ge=0)
    attachments: int = Field(default=0, ge=0)


class SigningSettings(BaseModel):
    """The organisation's certificate: with it, letters and dossiers are sealed as they are built."""

    pkcs12: str = ""
    password: SecretStr = SecretStr("")


class Settings(BaseSettings):
    """Everything that differs between installations."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", env_file=".env", extra="ignore"
    )

    home: Path = Path("var")
    database_url: str = ""
    live: bool = False
    user: str = ""
    url: str = Field(default="http://127.0.0.1:8000", pattern=r"^https?://[^\s/]+$")
    campaign_dir: Path = Field(default_factory=lambda: brought.folder("letter_templates"))
    recipients_dir: Path = Field(default_factory=lambda: brought.folder("recipients"))
    secret_key: SecretStr = SecretStr(SANDBOX_SECRET)
    token_keys: list[SecretStr] = [SecretStr(SANDBOX_SECRET)]
    mail: MailSettings = MailSettings()
    smtp: SmtpSettings = SmtpSettings()
    imap: ImapSettings = ImapSettings()
    dns: DnsSettings = DnsSettings()
    retention: RetentionSettings = RetentionSettings()
    signing: SigningSettings = SigningSettings()
    interface: str = Field(default="en", pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    small_count: int = Field(default=10, ge=0)
    contact_check_days: int = Field(default=90, ge=1)

    @property
    def database(self) -> str:
        """The database's URL: SQLite in `home` unless one is set."""
        return self.database_url or f"sqlite:///{self.home / 'outreach.sqlite'}"


def read_settings() -> Settings:
    """Read and check all settings.

    Raises:
        BadInput: names every setting that is wrong, and the file of a secret that cannot be read.
    """
    try:
        written = _written()
        _refuse_unknown_names(written)
        _secrets_from_files(written)
        settings = Settings()
    except ValidationError as error:
        problems = [
            Problem(f"OUTREACH_{'__'.join(str(part) for part in item['loc']).upper()}: {item['msg']}.")
            for item in error.errors(include_url=False, include_input=False)
        ]
        raise BadInput("; ".join(map(str, problems)), problems=problems) from error
    except SettingsError as error:
        raise BadInput(_not_json(error)) from error
    except UnicodeDecodeError as error:
        raise BadInput("This file is not UTF-8: save it as UTF-8.", file=Path(".env")) from error
    _refuse_default_secrets(settings)
    return settings


def _not_json(error: SettingsError) -> str:
    found = re.search(r'field "(\w+)"', str(error))
    name = f"OUTREACH_{found[1].upper()}" if found else "A setting"
    example = '["first-key", "earlier-key"]' if name.endswith("_KEYS") else f"{name}__NAME=value for each part"
    return f"{name} cannot be read: write it as {example}."


def _written() -> dict[str, str]:
    """All `OUTREACH_*` of the `.env` file and of the environment, which wins; names in capitals."""
    both: list[Mapping[str, str | None]] = [dotenv_values(".env"), os.environ]
    pairs = ((name.upper(), value or "") for source in both for name, value in source.items())
    return {name: value for name, value in pairs if name.startswith(PREFIX)}


def _refuse_unknown_names(written: Mapping[str, str]) -> None:
    """A misspelt setting would be as good as none, and nobody would know."""
    known = list(_names(Settings, PREFIX))
    problems = []
    for name in written:
        if name.removesuffix("_FILE") not in known and not NOT_SETTINGS.match(name):
            near = get_close_matches(name, known, n=1, cutoff=0.8)
            meant = f"do you mean {near[0]}?" if near else "docs/settings.md lists them."
            problems.append(Problem(f"{name} is not a setting: {meant}"))
    if problems:
        raise BadInput(" ".join(map(str, problems)), problems=problems)


def _names(model: type[BaseModel], prefix: str) -> Iterator[str]:
    """The name of each setting, and of each group of them (which may be written as JSON)."""
    for field, info in model.model_fields.items():
        alias = info.validation_alias
        spellings = [str(choice) for choice in alias.choices] if isinstance(alias, AliasChoices) else [field]
        for spelling in spellings:
            yield f"{prefix}{spelling}".upper()
        if isinstance(info.annotation, type) and issubclass(info.annotation, BaseModel):
            yield from _names(info.annotation, f"{prefix}{field}__")


def _secrets_from_files(written: Mapping[str, str]) -> None:
    for name, path in written.items():
        if name.endswith("_FILE"):
            try:
                os.environ.setdefault(name.removesuffix("_FILE"), Path(path).read_text().strip())
            except OSError as error:
                raise BadInput(f"{name} names {path}, which cannot be read: {error.strerror}.") from error
            except UnicodeDecodeError as error:
                raise BadInput(f"{name} names {path}, which is not a text file.") from error


def _refuse_default_secrets(settings: Settings) -> None:
    defaults = {settings.secret_key.get_secret_value(), *(k.get_secret_value() for k in settings.token_keys)}
    if settings.live and (SANDBOX_SECRET in defaults or not settings.token_keys):
        raise BadInput("OUTREACH_LIVE=yes needs OUTREACH_SECRET_KEY and OUTREACH_TOKEN_KEYS of your own.")
