"""`outreach web`: the desk in a browser."""

import typer
import uvicorn

from outreach.cli.context import opened
from outreach.cli.output import errors
from outreach.errors import Unavailable
from outreach.web.app import create_app

app = typer.Typer()


@app.command()
def web(
    host: str = typer.Option("127.0.0.1", "--host", help="The address to listen on."),
    port: int = typer.Option(8000, "--port", min=0, max=65535, help="The port to listen on."),
) -> None:
    """Open the desk. Give users a password first: `outreach users password NAME`."""
    errors.print(f"The desk is at http://{host}:{port}/ (stop with Ctrl-C)", markup=False)
    try:
        uvicorn.run(create_app(opened()), host=host, port=port, log_level="warning", access_log=False)
    except SystemExit as error:
        raise Unavailable(f"Port {port} on {host} is taken: choose another with --port.") from error
