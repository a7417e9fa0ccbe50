"""What a preview is made from: the files of the installation, and the sample counts that ship with the package."""

from pathlib import Path

from outreach.dossiers.preview import Sources
from outreach.settings import Settings

SAMPLE_COUNTS = Path(__file__).parent / "sample_counts.csv"


def sources_of(settings: Settings) -> Sources:
    """The files that the settings name."""
    return Sources(settings.campaign_dir, settings.recipients_dir, SAMPLE_COUNTS, settings.small_count)
