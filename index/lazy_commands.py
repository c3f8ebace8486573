"""Commands that are imported when they are asked for, not before."""

from importlib import import_module

import click


def command_at(place: str) -> click.Command:
    """Import the command at ``module:name``, and let every option be given as QUOTEDESK_<OPTION> in the environment."""
    module, _, name = place.partition(":")
    command: click.Command = getattr(import_module(module), name)
    for option in command.params:
        if isinstance(option, click.Option):
            longest = max(option.opts, key=len)
            option.envvar = "QUOTEDESK_" + longest.lstrip("-").replace("-", "_").upper()
    return command
