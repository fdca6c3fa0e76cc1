"""What is happening: readings with their verdicts, gaps, drivers that add up, plain sentences. Knows no SQL."""

from wholeplace.picture.drawing import draw
from wholeplace.picture.shapes import (
    AreaPicture,
    Change,
    Direction,
    Driver,
    Figure,
    Gap,
    LensCount,
    Level,
    Member,
    Picture,
    Point,
    Quantity,
    Reading,
    Sentence,
    Series,
    Verdict,
)

__all__ = [
    "AreaPicture",
    "Change",
    "Direction",
    "Driver",
    "Figure",
    "Gap",
    "LensCount",
    "Level",
    "Member",
    "Picture",
    "Point",
    "Quantity",
    "Reading",
    "Sentence",
    "Series",
    "Verdict",
    "draw",
]
