"""The front door: one click group over the folders' commands."""

import sqlite3

import click

from index.errors import QuotedeskError
from index.lazy_commands import command_at

#: Where each command lives; its module is imported when the command, or the list of them, is asked for.
COMMANDS = {
    "demo": "ui.commands:demo",
    "index": "index.commands:index_command",
    "ask": "rag.commands:ask",
    "serve": "ui.commands:serve",
    "feedback": "ui.feedback_commands:feedback",
    "token": "ui.token_commands:token",
    "eval": "eval.commands:evaluate_command",
    "questions": "eval.question_commands:questions",
    "calibrate": "eval.calibrate:calibrate",
    "info": "index.commands:info",
    "verify": "index.commands:verify",
    "backup": "index.maintenance_commands:backup",
    "restore": "index.maintenance_commands:restore",
    "compact": "index.maintenance_commands:compact",
    "show": "index.commands:show",
    "keep": "index.commands:keep",
    "drop": "index.commands:drop",
    "corrections": "index.commands:corrections_command",
}
BAD_INPUT = 2
DAMAGED = "quotedesk verify says what is damaged, quotedesk restore makes an index from a backup"


class FrontDoor(click.Group):
    """Finds a command where ``COMMANDS`` says, and turns what a person can mend into one line and exit 2."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order in which a newcomer needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command."""
        return command_at(COMMANDS[cmd_name]) if cmd_name in COMMANDS else None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; never a traceback for what a person can put right."""
        try:
            return super().invoke(ctx)
        except QuotedeskError as error:
            click.echo(f"quotedesk: {error}", err=True)
        except sqlite3.DatabaseError as error:
            click.echo(f"quotedesk: the index cannot be read ({error}); {DAMAGED}", err=True)
        return ctx.exit(BAD_INPUT)


@click.group(cls=FrontDoor, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="quotedesk", prog_name="quotedesk")
def main() -> None:
    """Ask a collection of articles: the answer is quoted from them, word for word, or it is not given.

    Every option can also be given in the environment, as QUOTEDESK_<OPTION>.
    """


if __name__ == "__main__":
    main(prog_name="quotedesk")
