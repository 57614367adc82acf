#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write ensurepip's wheel of pip with bytecode in it: where none is written, a pip reads its own sources at each start,
which takes it three times as long.

usage: warm.py DIR      run by the Python that they are for; what is in DIR stays as it is
"""

import base64
import ensurepip
import hashlib
import importlib.util
import os
import sys
import sysconfig
import tempfile
import zipfile
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path


def warm(source, target):
    """Copy the wheel SOURCE to TARGET, with bytecode that nothing compares with its source."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        record = next(name for name in old.namelist() if name.endswith(".dist-info/RECORD"))
        rows = old.read(record).decode()
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename.endswith(".py"):
                compiled = importlib.util.cache_from_source(entry.filename)
                code = _code_to_hash_pyc(compile(data, entry.filename, "exec"), importlib.util.source_hash(data), False)
                digest = base64.urlsafe_b64encode(hashlib.sha256(code).digest()).rstrip(b"=").decode()
                rows += f"{compiled},sha256={digest},{len(code)}\n"
                new.writestr(compiled, code)
            if entry.filename != record:
                new.writestr(entry, data)
        new.writestr(record, rows)


def main():
    place = Path(sys.argv[1])
    if place.is_dir():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place.parent) as made:
        wheels = Path(sysconfig.get_config_var("WHEEL_PKG_DIR") or Path(ensurepip.__file__).parent / "_bundled")
        pip = max(wheels.glob("pip-*.whl"))
        warm(pip, Path(made, pip.name))
        os.chmod(made, 0o755)
        try:
            os.rename(made, place)
        except OSError:
            # Another test was sooner.
            return
        os.mkdir(made)


main()
