"""The commands. Heavy rooms are imported inside the commands that need them, so that `--help` answers at once."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any

import typer

from fleksim import __version__
from fleksim.problems import InputError

# Bad usage: typer carries click's exceptions, its own copy or the library's.
_USAGE: Any = next(one for one in typer.BadParameter.__mro__ if one.__name__ == "ClickException")
OK, FOUND, BAD_INPUT, IN_USE, INCOMPLETE, ENVIRONMENT, INTERRUPTED = 0, 1, 2, 3, 4, 5, 130

app = typer.Typer(
    name="fleksim",
    help="Policy microsimulation of the Danish fleksjob scheme: what one more hour is worth, to the øre and the paragraph.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"fleksim {__version__}")
        raise typer.Exit


@app.callback()
def root(version: bool = typer.Option(False, "--version", callback=_version, is_eager=True, help="Show the version.")) -> None:
    """Wage, supplement, benefits and tax of people in the fleksjob scheme."""


def _add_commands() -> None:
    from fleksim.cli import calc, calibrate, curves, demo, explain, incentives, params, population, reform, run, solve, table

    app.command("demo")(demo.demo)
    app.command("calc")(calc.calc)
    app.command("curve")(curves.curve)
    app.command("grid")(curves.grid)
    app.command("incentives")(incentives.incentives)
    app.command("explain")(explain.explain)
    app.command("run")(run.run)
    app.command("verify")(run.verify)
    app.command("table")(table.table)
    app.command("calibrate")(calibrate.calibrate)
    app.add_typer(params.app, name="params")
    reform.app.command("solve")(solve.solve)
    app.add_typer(reform.app, name="reform")
    app.add_typer(population.app, name="population")


_add_commands()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and give its exit code; called by the `fleksim` script."""
    _speak_utf8()
    try:
        result = app(args=list(arguments) if arguments is not None else None, prog_name="fleksim", standalone_mode=False)
        sys.stdout.flush()
        return int(result) if isinstance(result, int) else OK
    except InputError as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return BAD_INPUT
    except typer.Exit as wanted:
        return int(wanted.exit_code)
    except _USAGE as error:
        error.show()
        return BAD_INPUT
    except (KeyboardInterrupt, typer.Abort):
        print("interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        return _reader_has_gone()
    except SystemExit:
        # typer turns a broken pipe into exit 1 and wraps the streams.
        return _reader_has_gone()
    except LookupError as error:
        return _missing_value(error)
    except RuntimeError as error:
        return _run_failure(error)
    except MemoryError:
        print("out of memory", file=sys.stderr)
        return ENVIRONMENT
    except OSError as error:
        return _environment(error)


def _reader_has_gone() -> int:
    """`fleksim ... | head`: nothing more to say, and nothing to flush at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return OK


def run() -> None:
    """The `fleksim` script."""
    sys.exit(main())


def _run_failure(error: RuntimeError) -> int:
    """A folder in use, or parts that could not be made."""
    from fleksim.problems import FolderInUse, PartsFailed

    codes: dict[type[RuntimeError], int] = {FolderInUse: IN_USE, PartsFailed: INCOMPLETE}
    if type(error) not in codes:
        raise error
    print(error, file=sys.stderr)
    return codes[type(error)]


def _missing_value(error: LookupError) -> int:
    from fleksim.parameters.values import MissingParameter

    if not isinstance(error, MissingParameter):
        raise error
    print(error.problem(), file=sys.stderr)
    return BAD_INPUT


def _environment(error: OSError) -> int:
    """Disk full, no permission, a read-only folder: name the place and the reason."""
    reason = error.strerror or str(error)
    place = f"{error.filename}: " if error.filename else ""
    advice = " Free some space, or write elsewhere." if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) else ""
    print(f"{place}{reason}.{advice}", file=sys.stderr)
    return ENVIRONMENT


def _speak_utf8() -> None:
    """Danish letters whatever the locale; what a terminal cannot show is replaced, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
