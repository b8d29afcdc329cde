# SPDX-License-Identifier: Apache-2.0
"""What may befall a process: calls on some of its files fail, or it dies at one of them, or the clock is changed."""

import ctypes
import mmap
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("faults.c")


class Control(ctypes.Structure):
    """faults.c says what each means."""

    _fields_ = [
        ("shift", ctypes.c_int64),
        ("room", ctypes.c_int64),
        ("error", ctypes.c_int32),
        ("folder", ctypes.c_int32),
        ("sync_error", ctypes.c_int32),
        ("piece", ctypes.c_int32),
        ("storm", ctypes.c_int32),
        ("death", ctypes.c_int32),
        ("calls", ctypes.c_int32),
        ("syncs", ctypes.c_int32),
    ]


def library(folder: Path) -> Path | None:
    """The library of faults.c, made in `folder`; None where there is no compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if not compiler:
        return None
    made = folder / "faults.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", made, SOURCE, "-ldl"], check=True)
    return made


class Faults:
    """The faults of processes that run with `environment`. What is set in `control` holds from then on."""

    def __init__(self, library: Path, folder: Path, part: str):
        """`part` is what the paths of the files have in them that are to have faults."""
        path = folder / "faults.control"
        path.write_bytes(bytes(ctypes.sizeof(Control)))
        with path.open("r+b") as file:
            self.control = Control.from_buffer(mmap.mmap(file.fileno(), 0))
        self.environment = {"LD_PRELOAD": str(library), "FAULTS_CONTROL": str(path), "FAULTS_PATH": part}

    def end(self):
        for name, _ in Control._fields_:
            setattr(self.control, name, 0)
