"""Writes a command's ``--help`` into a document; used by cog."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from click.testing import CliRunner

from quotedesk import main


def show(*command: str) -> str:
    """``quotedesk COMMAND --help`` as a fenced block, 100 columns wide."""
    result = CliRunner().invoke(main, [*command, "--help"], prog_name="quotedesk", terminal_width=100)
    return f"```text\n{result.output.rstrip()}\n```\n"
