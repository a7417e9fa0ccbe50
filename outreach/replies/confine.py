"""What a child that takes hostile mail apart may use: so much memory, and no way out of the process."""

import resource
import sys
from typing import Any

_OUT = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system")


def confine(memory: int) -> None:
    """For the rest of the process: at most `memory` bytes of address space, no core file, no way out.

    Whatever tries to reach out nevertheless meets PermissionError: a mail must not make anybody send a request.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_keep_in)


def _keep_in(event: str, _arguments: tuple[Any, ...]) -> None:
    if event.startswith(_OUT):
        raise PermissionError(f"a mail may not cause {event}")
