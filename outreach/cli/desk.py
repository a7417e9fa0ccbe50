"""`outreach web`: the desk in a browser."""

import typer
import uvicorn

from outreach.cli.context import opened
from outreach.cli.output import errors
from outreach.errors import Unavailable
from outreach.web.app import create_app
from outreach.wiring import App

app = typer.Typer()
Host = typer.Option("127.0.0.1", "--host", help="The address to listen on.")
Port = typer.Option(8000, "--port", min=0, max=65535, help="The port to listen on.")


@app.command()
def web(host: str = Host, port: int = Port) -> None:
    """Open the desk only; another process runs `outreach worker`. First: `outreach users password NAME`."""
    listen(opened(), host=host, port=port)


def listen(installation: App, *, host: str, port: int) -> None:
    """Serve the desk until it is stopped. Raises Unavailable when the port is taken."""
    errors.print(f"the desk is at http://{host}:{port}/ (stop with Ctrl-C)", markup=False, highlight=False)
    try:
        uvicorn.run(create_app(installation), host=host, port=port, log_level="warning", access_log=False)
    except SystemExit as error:
        raise Unavailable(f"Port {port} on {host} cannot be used: choose another with --port.") from error
