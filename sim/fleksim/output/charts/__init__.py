"""The charts: budget line, METR over hours, the worth of the next hour over hours and wages, and where it goes."""

from __future__ import annotations

from fleksim.output.charts.budget import budget_line
from fleksim.output.charts.chart import Chart
from fleksim.output.charts.heat import heatmap
from fleksim.output.charts.metr import metr_steps
from fleksim.output.charts.next_hour import waterfall

__all__ = ["Chart", "budget_line", "heatmap", "metr_steps", "waterfall"]
