"""Pages of the care door about slots: a call handler who books for whoever calls, and a practice that keeps its own book."""
