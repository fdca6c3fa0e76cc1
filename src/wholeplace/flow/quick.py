"""How functions become machine code here. All are parts of one compiled program, `kernel.run_through`, which alone is kept on disk."""

from typing import Any

from numba import njit

quick: Any = njit(_nrt=False, error_model="numpy")  # pyright: ignore[reportCallIssue]
"""Compiled without numba's counting of references: nothing here allocates or keeps an array."""

inlined: Any = njit(_nrt=False, error_model="numpy", forceinline=True)  # pyright: ignore[reportCallIssue]
"""The same for what happens at nearly every event, written into its caller: a third less time."""

kept: Any = njit(_nrt=False, error_model="numpy", cache=True, nogil=True)  # pyright: ignore[reportCallIssue]
"""The same, kept on disk for the next start; several may run side by side in one process."""
