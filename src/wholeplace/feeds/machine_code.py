"""Makes machine code of plain functions once, and keeps it on disk: later starts load it without numba, in a tenth of a second.

What is kept is named by everything it was made of: the functions' source, this file, numba and the processor.
"""

import ctypes
import inspect
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_type_hints

import numpy as np

from wholeplace.feeds import kernel

_C_TYPES: dict[Any, Any] = {
    int: ctypes.c_int64,
    **{
        kind: np.ctypeslib.ndpointer(dtype=dtype, flags="C_CONTIGUOUS")
        for kind, dtype in ((kernel.Bytes, np.uint8), (kernel.Ints, np.int32), (kernel.Longs, np.int64), (kernel.Words, np.uint64))
    },
}


@cache
def machine_code(function: Callable[..., int]) -> Callable[..., int]:
    """The function as machine code. Its arguments are whole numbers and arrays as its annotations say; it runs beside other threads."""
    import llvmlite.binding as llvm

    path = _folder() / f"{function.__name__}-{_digest(function.__module__)}.o"
    if not path.exists():
        _keep(_target().emit_object(llvm.parse_assembly(_assembly(function))), path)
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target())
    engine.add_object_file(llvm.ObjectFileRef.from_data(path.read_bytes()))
    engine.finalize_object()
    kinds = [_C_TYPES[kind] for name, kind in get_type_hints(function).items() if name != "return"]
    made = ctypes.CFUNCTYPE(ctypes.c_int64, *kinds)(engine.get_function_address(_symbol(function)))
    _ENGINES.append(engine)  # the code is gone with its engine
    return made


_ENGINES: list[Any] = []


@cache
def _target() -> Any:
    import llvmlite.binding as llvm

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine(
        opt=3, cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), codemodel="jitdefault", jit=True
    )


def _symbol(function: Callable[..., int]) -> str:
    return f"wholeplace_{function.__name__}"


def _assembly(function: Callable[..., int]) -> str:
    """The function in LLVM's own language."""
    from numba import cfunc, types

    kinds = {
        int: types.int64,
        kernel.Bytes: types.CPointer(types.uint8),
        kernel.Ints: types.CPointer(types.int32),
        kernel.Longs: types.CPointer(types.int64),
        kernel.Words: types.CPointer(types.uint64),
    }
    given = [kinds[kind] for name, kind in get_type_hints(function).items() if name != "return"]
    made: Any = cfunc(types.int64(*given), _nrt=False, error_model="numpy")(function)  # pyright: ignore[reportCallIssue]
    return made.inspect_llvm().replace(made.native_name, _symbol(function))


@cache
def _digest(module: str) -> str:
    import llvmlite.binding as llvm

    parts = [inspect.getsource(sys.modules[module]), Path(__file__).read_text(encoding="utf-8"), version("numba")]
    parts += [llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()]
    return blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()


def _folder() -> Path:
    """Beside Python's own kept code; where that cannot be written, in the user's cache."""
    for folder in (Path(__file__).parent / "__pycache__", Path.home() / ".cache" / "wholeplace"):
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            continue
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="wholeplace-"))


def _keep(code: bytes, path: Path) -> None:
    making = path.with_suffix(f".{os.getpid()}")
    making.write_bytes(code)
    making.replace(path)
