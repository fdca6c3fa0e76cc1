"""The arrays of a world, from inside the kernel: `arrays.person(w, p)` is one person, and nothing is checked.

The kernel allocates nothing and keeps nothing, so it is compiled without numba's counting of references, and is handed one record
that says where each array lies: the arrays themselves, handed from function to function, took fifty times as long.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import from_dtype
from numba.core import cgutils, types
from numba.core.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array

from wholeplace.flow.kernel.world import ARRAYS, CORE, TABLES


def places_of_fields() -> dict[str, Any]:
    """Each field of the core record, with its type and its place in bytes."""
    return {str(name): told for name, told in (CORE.fields or {}).items()}


def _array(name: str) -> "Callable":
    """A way to an array of the world: where it lies and how large it is are read from the core record."""
    element = from_dtype(np.dtype(ARRAYS.get(name) or TABLES[name]))
    sides = ("size", "width") if name in TABLES else ("size",)
    kind = types.Array(element, len(sides), "C")
    fields = places_of_fields()

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


def _record(name: str) -> "Callable":
    """A way to one record of an array of the world, by its place (row and column in a table): nothing is checked."""
    element = from_dtype(np.dtype(ARRAYS.get(name) or TABLES[name]))
    fields = places_of_fields()

    def reach(context, builder, core_kind, core, place):
        record = builder.bitcast(make_array(core_kind)(context, builder, core).data, cgutils.voidptr_t)

        def word(what: str):
            at = cgutils.pointer_add(builder, record, fields[f"{name}_{what}"][1])
            return builder.load(builder.bitcast(at, cgutils.intp_t.as_pointer()))

        size = context.get_constant(types.intp, context.get_abi_sizeof(context.get_data_type(element)))
        at = builder.add(word("at"), builder.mul(place(word), size))
        return builder.inttoptr(at, context.get_value_type(element))

    @intrinsic
    def item(context, core, i):  # noqa: ARG001
        def lead_to(context, builder, signature, values):
            return reach(context, builder, signature.args[0], values[0], lambda word: values[1])  # noqa: ARG005

        return element(core, types.intp), lead_to

    @intrinsic
    def item_of_table(context, core, i, j):  # noqa: ARG001
        def lead_to(context, builder, signature, values):
            def place(word):
                return builder.add(builder.mul(values[1], word("width")), values[2])

            return reach(context, builder, signature.args[0], values[0], place)

        return element(core, types.intp, types.intp), lead_to

    return item_of_table if name in TABLES else item


person, station, group, pair = _record("people"), _record("stations"), _record("groups"), _record("pairs")
choice, law, event, due, stream = _record("choices"), _record("laws"), _record("events"), _record("heap"), _record("streams")
care, line = _record("care"), _record("lines")
people = _array("people")
events = _array("events")
stations = _array("stations")
groups = _array("groups")
pairs = _array("pairs")
heap = _array("heap")
slots = _array("slots")
numbers = _array("numbers")
weekdays = _array("weekdays")
streams = _array("streams")
given = _array("given")
present = _array("present")
offers = _array("offers")
log = _array("log")
pair_of = _array("pair_of")
capacity = _array("capacity")
rates = _array("rates")
chance = _array("chance")
first = _array("first")
given_lengths = _array("given_lengths")
delays = _array("delays")
daily = _array("daily")
