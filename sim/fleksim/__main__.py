"""`python -m fleksim` is the command `fleksim`."""

from fleksim.cli.main import run

if __name__ == "__main__":
    run()
