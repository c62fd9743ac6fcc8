"""The golden flow matrix: transitions change only on purpose."""

from __future__ import annotations

from tests.dynamics.golden import PATH, text


def test_the_flow_matrix_is_the_committed_one():
    """After a change on purpose: `python -m tests.dynamics.golden`, and a line that begins **Changes results:** in the CHANGELOG."""
    assert PATH.read_text(encoding="utf-8") == text()
