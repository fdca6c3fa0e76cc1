"""The arrays of a world, from inside the kernel: `arrays.people(w)[p]` is one person.

The kernel allocates nothing and keeps nothing, so it is compiled without numba's counting of references, which otherwise took
nineteen twentieths of the time.
"""

from collections.abc import Callable

import numpy as np
from numba import from_dtype, njit
from numba.core import cgutils, types
from numba.core.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array

from wholeplace.flow.kernel.world import ARRAYS, CORE, TABLES

quick = njit(_nrt=False, error_model="numpy")
"""Every function of the kernel is compiled so, as a part of `run_through`."""

inlined = njit(_nrt=False, error_model="numpy", forceinline=True)
"""The same for what happens at nearly every event: a tenth less time."""


def _array(name: str) -> "Callable":
    """A way to an array of the world: where it lies and how large it is are read from the core record."""
    element = from_dtype(np.dtype(ARRAYS.get(name) or TABLES[name]))
    sides = ("size", "width") if name in TABLES else ("size",)
    kind = types.Array(element, len(sides), "C")
    fields = CORE.fields or {}

    @intrinsic
    def array(context, core):  # noqa: ARG001  numba hands its typing context over
        def lead_to(context, builder, signature, values):
            record = builder.bitcast(make_array(signature.args[0])(context, builder, values[0]).data, cgutils.voidptr_t)

            def word(what: str):
                at = cgutils.pointer_add(builder, record, fields[f"{name}_{what}"][1])
                return builder.load(builder.bitcast(at, cgutils.intp_t.as_pointer()))

            found = make_array(kind)(context, builder)
            item = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(element)))
            shape = [word(side) for side in sides]
            strides = [builder.mul(item, shape[1]), item] if len(sides) == 2 else [item]
            data = builder.inttoptr(word("at"), context.get_data_type(element).as_pointer())
            populate_array(found, data=data, shape=shape, strides=strides, itemsize=item, meminfo=None)
            return found._getvalue()

        return kind(core), lead_to

    return array


people = _array("people")
events = _array("events")
heap = _array("heap")
hours = _array("hours")
stations = _array("stations")
groups = _array("groups")
pairs = _array("pairs")
choices = _array("choices")
laws = _array("laws")
numbers = _array("numbers")
weekdays = _array("weekdays")
streams = _array("streams")
given = _array("given")
present = _array("present")
offers = _array("offers")
log = _array("log")
pair_of = _array("pair_of")
lines = _array("lines")
care = _array("care")
capacity = _array("capacity")
rates = _array("rates")
chance = _array("chance")
first = _array("first")
given_lengths = _array("given_lengths")
delays = _array("delays")
daily = _array("daily")
