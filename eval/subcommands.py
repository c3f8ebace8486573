"""A command that has commands beside its own arguments: ``eval QUESTIONS`` as well as ``eval compare A B``."""

from collections.abc import Mapping

import click

from index.lazy_commands import command_at


class CommandWithOthers(click.Command):
    """Gives way to one of ``others`` when its name is the first word; ``./compare`` is a file of that name.

    ``others`` says where each lives, as the front door does.
    """

    def __init__(self, *args: object, others: Mapping[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # whatever click takes
        self.others = others

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: object
    ) -> click.Context:
        """That of the command which is meant."""
        if args and args[0] in self.others:
            name = f"{info_name} {args[0]}" if info_name else args[0]
            return command_at(self.others[args[0]]).make_context(name, args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that the context was made for."""
        return super().invoke(ctx) if ctx.command is self else ctx.command.invoke(ctx)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """With the others below the options."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, command_at(at).get_short_help_str(70)) for name, at in self.others.items()])
        super().format_epilog(ctx, formatter)
