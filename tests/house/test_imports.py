"""Who may import what, beyond the layers that `lint-imports` checks."""

import ast

from tests.house.code import STAGES, Module, modules

EFFECTS = {
    "aiosmtplib": ("delivery/smtp.py",),
    "aiosmtpd": ("fake_smtp.py", "operations/"),
    "alembic": ("db/migrate.py", "migrations/"),
    "apscheduler": ("schedule.py",),
    "argon2": ("accounts/password.py",),
    "fitz": (),
    "cryptography": ("dossiers/pkcs12.py",),
    "dkim": ("delivery/dkim_signature.py", "replies/signed.py"),
    "dns": ("resolver.py",),
    "duckdb": ("signatures/",),
    "fastapi": ("web/",),
    "imap_tools": ("replies/imap.py",),
    "nacl": ("delivery/dkim_signature.py",),
    "lingua": ("replies/language.py",),
    "pikepdf": ("dossiers/", "delivery/post_pack.py"),
    "outloud": (),
    "psycopg": ("db/",),
    "pyhanko": ("dossiers/hanko.py",),
    "pyhanko_certvalidator": ("dossiers/hanko.py",),
    "pymupdf": (),
    "pydantic_settings": ("settings.py",),
    "rich": ("cli/",),
    "smtplib": (),
    "starlette": ("web/",),
    "typer": ("cli/",),
    "uvicorn": ("cli/desk.py",),
    "weasyprint": ("dossiers/weasy.py", "dossiers/weasy_drawing.py", "dossiers/weasy_memory.py"),
}
"""Each library with an effect on the world lives in one place."""


def test_a_stage_never_reads_the_tables_of_another() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}"
        for module in modules()
        if module.path != "schema.py"
        for name, line in module.imports()
        for stage in (*STAGES, "audit", "accounts", "notices")
        if stage != module.room and f"{name}.".startswith(f"outreach.{stage}.tables.")
    ]
    assert wrong == []


def test_each_library_with_effects_lives_in_one_place() -> None:
    wrong = [
        f"{module.path}:{line} imports {name}; only {' '.join(EFFECTS[library]) or 'nobody'} may"
        for module in modules()
        for name, line in module.imports()
        if (library := name.split(".")[0]) in EFFECTS and not module.path.startswith(EFFECTS[library])
    ]
    assert wrong == []


def test_imports_stand_at_the_top() -> None:
    wrong = [
        f"{module.path}:{inner.lineno}"
        for module in modules()
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(function)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert wrong == []


def test_only_the_clock_asks_for_the_time() -> None:
    wrong = [
        f"{module.path}:{node.lineno}"
        for module in modules()
        if module.path != "clock.py"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ASKING
    ]
    assert wrong == []


ASKING = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "date.today",
    "datetime.date.today",
    "time.time",
    "time.time_ns",
}
"""`time.monotonic` and `perf_counter` measure a span and are no clock."""

WAITERS = ("cli/", "web/", "operations/", "schedule.py", "delivery/send.py")


def test_only_the_outermost_code_reads_the_clock() -> None:
    """Everything else receives `now`; `send` takes the clock as an argument, because sending takes time."""
    wrong = [
        f"{module.path}:{line}"
        for module in modules()
        if not module.path.startswith(WAITERS)
        for name, line in module.imports()
        if name == "outreach.clock.utc_now"
    ]
    assert wrong == []


def test_the_rules_see_what_they_forbid() -> None:
    """A rule that finds nothing in wrong code would hold nothing."""
    bad = Module("rounds/plan.py", "import weasyprint\nfrom outreach.petition import tables")
    assert list(bad.imports()) == [("weasyprint", 1), ("outreach.petition.tables", 2)]
