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
import os
import re
import shutil
import sys
import zipfile

PYPROJECT = '''[build-system]
requires = []
build-backend = "mkdist"
backend-path = ["."]
'''


def normal(name):
    return re.sub(r'[-_.]+', '_', name).lower()


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=').decode()


def make_wheel(directory, name, version, requirements, files):
    module = normal(name)
    info = '%s-%s.dist-info/' % (module, version)
    metadata = 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' % (name, version)
    for requirement in requirements:
        for extra in re.findall(r"extra *== *['\"](\w+)", requirement):
            metadata += 'Provides-Extra: %s\n' % extra
        metadata += 'Requires-Dist: %s\n' % requirement
    files = dict(files)
    files[info + 'METADATA'] = metadata
    files[info + 'WHEEL'] = ('Wheel-Version: 1.0\nGenerator: mkdist\nRoot-Is-Purelib: true\n'
                             'Tag: py3-none-any\n')
    files[info + 'entry_points.txt'] = '[console_scripts]\n%s = %s:main\n' % (name, module)
    files[info + 'RECORD'] = ''.join(
        '%s,sha256=%s,%d\n' % (name, digest(text.encode()), len(text.encode()))
        for name, text in files.items()) + info + 'RECORD,,\n'
    path = os.path.join(directory, '%s-%s-py3-none-any.whl' % (module, version))
    with zipfile.ZipFile(path, 'w') as wheel:
        for file, text in files.items():
            wheel.writestr(file, text)
    return os.path.basename(path)


def code(name, version):
    return 'def main():\n    print("%s %s")\n' % (name, version)


# ---- the build backend --------------------------------------------------------------------------


def project():
    with open('project.txt') as file:
        return file.read().splitlines()


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    name, version, *requirements = project()
    files = {normal(name) + '.py': code(name, version)}
    return make_wheel(wheel_directory, name, version, requirements, files)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name, version, *requirements = project()
    files = {'__editable__.%s.pth' % normal(name): os.getcwd() + '\n'}
    return make_wheel(wheel_directory, name, version, requirements, files)


# ---- the program --------------------------------------------------------------------------------


def put(path, text):
    with open(path, 'w') as file:
        file.write(text)


def make_project(directory, name, version, requirements):
    os.makedirs(directory, exist_ok=True)
    put(os.path.join(directory, 'project.txt'), '\n'.join([name, version, *requirements]) + '\n')
    put(os.path.join(directory, 'pyproject.toml'), PYPROJECT)
    put(os.path.join(directory, normal(name) + '.py'), code(name, version))
    shutil.copy(__file__, os.path.join(directory, 'mkdist.py'))


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    kind, directory, name, version, *requirements = sys.argv[1:]
    os.makedirs(directory, exist_ok=True)
    if kind == 'project':
        make_project(directory, name, version, requirements)
    else:
        files = {normal(name) + '.py': code(name, version)}
        make_wheel(directory, name, version, requirements, files)


if __name__ == '__main__':
    main()
