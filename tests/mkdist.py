#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make tiny distributions that pip installs without a network, by any pip since 21.3.

usage: mkdist.py wheel DIR NAME VERSION [REQUIREMENT...]
       mkdist.py project DIR NAME VERSION [REQUIREMENT...]
       mkdist.py pip WHEEL DIR VERSION

The first makes a wheel in DIR; the second makes DIR, a source tree that needs nothing to be built
with: this file, copied into it, is its build backend.  The third makes DIR/pip-VERSION…whl of WHEEL,
another version of pip.  Each has a module and a console script called NAME.
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


def write_wheel(path, info, files):
    """FILES are bytes by name; RECORD is added."""
    record = ''
    with zipfile.ZipFile(path, 'w') as wheel:
        for name, data in files.items():
            wheel.writestr(name, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=')
            record += '%s,sha256=%s,%d\n' % (name, digest.decode(), len(data))
        wheel.writestr(info + '/RECORD', record + info + '/RECORD,,\n')
    return os.path.basename(path)


def make_wheel(directory, name, version, requirements, files):
    module = normal(name)
    info = '%s-%s.dist-info' % (module, version)
    metadata = 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' % (name, version)
    for requirement in requirements:
        extra = re.search(r"extra *== *['\"](\w+)", requirement)
        if extra:
            metadata += 'Provides-Extra: %s\n' % extra.group(1)
        metadata += 'Requires-Dist: %s\n' % requirement
    files = dict(files)
    files[info + '/METADATA'] = metadata
    files[info + '/WHEEL'] = ('Wheel-Version: 1.0\nGenerator: mkdist\nRoot-Is-Purelib: true\n'
                              'Tag: py3-none-any\n')
    files[info + '/entry_points.txt'] = '[console_scripts]\n%s = %s:main\n' % (name, module)
    path = os.path.join(directory, '%s-%s-py3-none-any.whl' % (module, version))
    return write_wheel(path, info, {name: data.encode() for name, data in files.items()})


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


def make_pip(wheel, directory, version):
    old = os.path.basename(wheel).split('-')[1]
    files = {}
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            data = archive.read(name)
            if name in ('pip/__init__.py', 'pip-%s.dist-info/METADATA' % old):
                data = data.replace(old.encode(), version.encode())
            files[name.replace('pip-%s.dist-info' % old, 'pip-%s.dist-info' % version)] = data
    info = 'pip-%s.dist-info' % version
    files.pop(info + '/RECORD')
    write_wheel(os.path.join(directory, 'pip-%s-py3-none-any.whl' % version), info, files)


def main():
    if len(sys.argv) < 5:
        sys.exit(__doc__)
    kind, *words = sys.argv[1:]
    os.makedirs(words[1] if kind == 'pip' else words[0], exist_ok=True)
    if kind == 'pip':
        make_pip(*words)
    elif kind == 'project':
        make_project(*words[:3], words[3:])
    else:
        directory, name, version, *requirements = words
        make_wheel(directory, name, version, requirements, {normal(name) + '.py': code(name, version)})


if __name__ == '__main__':
    main()
