"""The command line: the same library as the app, the same numbers.

Exit 0: done. 1: the data will not do. 2: wrong use.
"""

from __future__ import annotations

import sys

import typer

from placespace.command.check import check, new
from placespace.command.cover import gaps, hours, sites
from placespace.command.hold import hold
from placespace.command.hotspots import hotspots
from placespace.command.places import places
from placespace.command.plan import plan
from placespace.command.provision import provision
from placespace.command.shared import err
from placespace.errors import CatalogueError, PlacespaceError, WrongUse

cli = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Where and when are young people harmed, where and when is nobody there, and what that rests on.",
)
for command in (new, check, hotspots, provision, hours, gaps, sites, plan, hold):
    cli.command()(command)
cli.add_typer(places, name="places")


def main() -> None:
    """Run the command line; a fault a user can mend is one sentence and exit 1, wrong use exit 2."""
    try:
        cli()
    except PlacespaceError as fault:
        err.print(str(fault), highlight=False, markup=False, soft_wrap=True)
        sys.exit(2 if isinstance(fault, WrongUse | CatalogueError) else 1)


if __name__ == "__main__":
    main()
