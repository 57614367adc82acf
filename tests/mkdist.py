#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make tiny distributions that pip installs without a network, by any pip since 21.3.

usage: mkdist.py wheel DIR NAME VERSION [REQUIREMENT...]
       mkdist.py project DIR NAME VERSION [REQUIREMENT...]

The first makes a wheel in DIR, the second DIR, a source tree whose build backend is a copy of this
file.  Each has a module and a console script called NAME.
"""

import base64
import hashlib
import re
import shutil
import sys
import zipfile
from pathlib import Path

PYPROJECT = '''[build-system]
requires = []
build-backend = "mkdist"
backend-path = ["."]
'''


def normal(name):
    return re.sub(r'[-_.]+', '_', name).lower()


def code(name, version):
    """{file: text} of the module."""
    return {normal(name) + '.py': 'def main():\n    print("%s %s")\n' % (name, version)}


def make_wheel(directory, files, name, version, *requirements):
    module, files = normal(name), dict(files)
    info = '%s-%s.dist-info/' % (module, version)
    metadata = 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' % (name, version)
    for requirement in requirements:
        for extra in re.findall(r"extra *== *['\"](\w+)", requirement):
            metadata += 'Provides-Extra: %s\n' % extra
        metadata += 'Requires-Dist: %s\n' % requirement
    files[info + 'METADATA'] = metadata
    files[info + 'WHEEL'] = 'Wheel-Version: 1.0\nGenerator: mkdist\nRoot-Is-Purelib: true\nTag: py3-none-any\n'
    files[info + 'entry_points.txt'] = '[console_scripts]\n%s = %s:main\n' % (name, module)
    record = ''
    for file, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()
        record += '%s,sha256=%s,%d\n' % (file, digest, len(text.encode()))
    files[info + 'RECORD'] = record + info + 'RECORD,,\n'
    path = Path(directory, '%s-%s-py3-none-any.whl' % (module, version))
    with zipfile.ZipFile(str(path), 'w') as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
    return path.name


# ---- the build backend, in the source tree ------------------------------------------------------


def build_wheel(directory, config_settings=None, metadata_directory=None):
    words = Path('project.txt').read_text().splitlines()
    return make_wheel(directory, code(*words[:2]), *words)


def build_editable(directory, config_settings=None, metadata_directory=None):
    words = Path('project.txt').read_text().splitlines()
    return make_wheel(directory, {'__editable__.%s.pth' % normal(words[0]): '%s\n' % Path.cwd()}, *words)


# ---- the program --------------------------------------------------------------------------------


def make_project(directory, words):
    files = {'project.txt': '\n'.join(words) + '\n', 'pyproject.toml': PYPROJECT, **code(*words[:2])}
    for file, text in files.items():
        (directory / file).write_text(text)
    shutil.copy(__file__, str(directory / 'mkdist.py'))


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    directory, words = Path(sys.argv[2]), sys.argv[3:]
    directory.mkdir(parents=True, exist_ok=True)
    if sys.argv[1] == 'project':
        make_project(directory, words)
    else:
        make_wheel(directory, code(*words[:2]), *words)


if __name__ == '__main__':
    main()
