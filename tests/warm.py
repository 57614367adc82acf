#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write ensurepip's wheel of pip with bytecode in it: where none is written, a pip reads its own sources at each start,
which takes it three times as long.

usage: warm.py DIR      run by the Python that it is for; one that is in DIR stays
"""

import base64
import ensurepip
import hashlib
import importlib.util
import os
import sys
import sysconfig
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path


def bytecode(data, name):
    """That of the source DATA, which nothing compares with it."""
    return _code_to_hash_pyc(compile(data, name, "exec"), importlib.util.source_hash(data), False)


def main():
    wheels = sysconfig.get_config_var("WHEEL_PKG_DIR") or Path(ensurepip.__file__).parent / "_bundled"
    pip = max(Path(wheels).glob("pip-*.whl"))
    place = Path(sys.argv[1])
    place.mkdir(parents=True, exist_ok=True)
    if (place / pip.name).exists():
        return
    made = place / str(os.getpid())
    with zipfile.ZipFile(pip) as old, zipfile.ZipFile(made, "w") as new:
        record = next(name for name in old.namelist() if name.endswith(".dist-info/RECORD"))
        rows, files = old.read(record).decode(), {name: old.read(name) for name in old.namelist() if name != record}
        for name, data in files.items():
            new.writestr(name, data)
            if name.endswith(".py"):
                name, data = importlib.util.cache_from_source(name), bytecode(data, name)
                digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
                rows += f"{name},sha256={digest},{len(data)}\n"
                new.writestr(name, data)
        new.writestr(record, rows)
    # Another test may have been sooner.
    made.replace(place / pip.name)


main()
