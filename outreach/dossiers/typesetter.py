"""The port to whatever turns a manuscript into pages."""

from typing import Protocol

from outreach.dossiers.manuscript import Manuscript, Printed


class Typesetter(Protocol):
    """Typesets manuscripts; keeps its fonts between calls, so one instance serves a process."""

    def typeset(self, manuscript: Manuscript) -> Printed:
        """The pages as a tagged PDF, not yet finished.

        Raises:
            BadInput: a glyph that no font has, a missing image or a rule of CSS that is not understood.
        """
