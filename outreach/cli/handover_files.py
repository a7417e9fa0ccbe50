"""`outreach delivery handover files`."""

from pathlib import Path

import typer

from outreach.cli.context import opened
from outreach.cli.files import make_folder, write_file
from outreach.cli.output import Json, emit, say
from outreach.clock import utc_now
from outreach.delivery.hand_over import HandOverTask, get_task
from outreach.errors import Refused
from outreach.recipients.status import Channel


def files(
    delivery_id: int = typer.Argument(metavar="DELIVERY", help="The number from `handover list`."),
    output: Path = typer.Option(Path("handover"), "-o", "--output", help="The folder to write into."),
    as_json: bool = Json,
) -> None:
    """Write what was approved for one hand-over: PDFs, subject and text, and the texts for formal routes.

    Exactly the reviewed bytes. Example: `outreach delivery handover files 12 -o form`.
    """
    installation = opened()
    with installation.database.read() as session:
        task = get_task(session, delivery_id=delivery_id, now=utc_now())
    if task.held is not None:
        raise Refused(f"Delivery {delivery_id} is held back: {task.held}")
    contents = {one.file_name: installation.blobs.get(one.sha256) for one in task.manifest.documents}
    contents |= {name: text.encode() for name, text in _texts(task).items()}
    make_folder(output)
    for name, content in contents.items():
        write_file(output / name, content)
    told = {"folder": output, "files": list(contents)}
    emit(told, as_json=as_json, human=lambda: say(f"{output}: {', '.join(contents)}."))


def _texts(task: HandOverTask) -> dict[str, str]:
    """Words as files: what is pasted or said, and each petition text of a formal route."""
    manifest = task.manifest
    texts = {} if task.channel is Channel.POST else {"subject.txt": manifest.subject, "text.txt": manifest.text}
    petitions = {f"petition-{r.id}-{t.language}.txt": t.text for r in manifest.routes for t in r.texts}
    return texts | petitions
