"""Where things lie in a run folder."""

from __future__ import annotations

from fleksim.batch.plan import PERSONS, Part

INPUTS, POPULATION, PARTS, EACH_PERSON = "inputs", "population", "parts", "persons"

# The name of the batch file's copy among the inputs.
BATCH_FILE = "batch.yaml"
# The name of the hash of a population file or an extract, which is not copied.
PERSONS_FILE = "persons"


def file_of(part: Part) -> str:
    """A part's file within the run folder."""
    return f"{POPULATION if part.stage == PERSONS else PARTS}/{part.name}.parquet"


def persons_file_of(part: Part) -> str:
    """The file of single persons' results of a part within the run folder."""
    return f"{EACH_PERSON}/{part.name}.parquet"
