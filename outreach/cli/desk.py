"""`outreach web`: the desk in a browser."""

import gc
import os
import socket

import typer
import uvicorn

from outreach.cli.context import opened
from outreach.cli.output import errors
from outreach.errors import Unavailable
from outreach.web.app import create_app
from outreach.wiring import App

GRACE = 3
"""Seconds that open requests get when the service stops: a page that shows progress stays open for minutes."""

app = typer.Typer()
Host = typer.Option("127.0.0.1", "--host", help="The address to listen on.")
Port = typer.Option(8000, "--port", min=0, max=65535, help="The port to listen on.")


@app.command()
def web(host: str = Host, port: int = Port) -> None:
    """Open the desk only; another process runs `outreach worker`. First: `outreach users password NAME`."""
    listen(opened(), host=host, port=port)


def listen(installation: App, *, host: str, port: int) -> None:
    """Serve the desk until it is stopped. Raises Unavailable when the port is taken."""
    config = uvicorn.Config(
        create_app(installation), log_level="warning", access_log=False, timeout_graceful_shutdown=GRACE
    )
    settle_in()
    with _door(host, port) as door:
        place = f"http://{host}:{door.getsockname()[1]}/"
        errors.print(f"the desk is at {place} (stop with Ctrl-C)", markup=False, highlight=False)
        uvicorn.Server(config).run(sockets=[door])


def settle_in() -> None:
    """What was loaded stays as long as the process: the collector of garbage need not look at it again and again,
    which would hold up a page for a sixth of a second."""
    gc.collect()
    gc.freeze()


def _door(host: str, port: int) -> socket.socket:
    """Listening before anything is said: uvicorn itself would print a log line when the port is taken."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise Unavailable(
            f"Port {port} on {host} cannot be used ({reason}): choose another with --port."
        ) from error
