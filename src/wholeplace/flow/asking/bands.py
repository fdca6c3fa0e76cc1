"""Daily bands: for every series, by day, the mean over replications and five points of their spread."""

import numpy as np

from wholeplace.flow.shapes import Band, Run

POINTS = (0.05, 0.25, 0.50, 0.75, 0.95)


def bands_of(run: Run) -> tuple[Band, ...]:
    """A band for every series of the run, in its order, each number to six digits."""
    means = _rounded(run.daily.mean(axis=0))
    points = _rounded(np.quantile(run.daily, POINTS, axis=0))
    return tuple(
        Band(
            series=name,
            mean=tuple(means[:, column].tolist()),
            points=tuple(tuple(points[row, :, column].tolist()) for row in range(len(POINTS))),
        )
        for column, name in enumerate(run.series)
    )


def _rounded(values: np.ndarray) -> np.ndarray:
    """Six digits after the point: what a page shows, and no dust of arithmetic."""
    return np.round(values, 6) + 0.0
