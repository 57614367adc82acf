#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare what tests/unit/packaging.c says with what `packaging` says.

usage: packaging.py <LINES

Lines of tab-separated fields: "E NAME VALUE" is of the environment that markers
are compared with; "R TEXT WRITTEN" a requirement as it is written again, or "-";
"S VERSION SPECIFIERS 0|1"; "M MARKER 0|1|-".  `packaging` is the one in the pip
of this Python's ensurepip.  Exit status 77: there is none that is new enough.
"""

import glob
import os
import sys


def wheels():
    try:
        import ensurepip
        yield from glob.glob(os.path.dirname(ensurepip.__file__) + '/_bundled/pip-*.whl')
    except ImportError:
        pass
    yield from glob.glob('/usr/share/python-wheels/pip-*.whl')


def load():
    for wheel in wheels():
        sys.path.insert(0, wheel)
        try:
            from pip._vendor import packaging
        except ImportError:
            continue
        if int(packaging.__version__.split('.')[0]) >= 22:
            return packaging.__version__
        break
    sys.exit(77)


RELEASE = tuple(int(part) for part in load().split('.')[:2])
environment = {}


def requirement(text):
    from pip._vendor.packaging.requirements import Requirement
    try:
        written = str(Requirement(text))
    except ValueError:
        return '-'
    # Before 26.0 there was no space.
    return written if ' @ ' in written else written.replace('@ ', ' @ ')


def specifiers(version, text):
    from pip._vendor.packaging.specifiers import SpecifierSet
    # Before 26 these take more versions for a post-release or local one of another.
    if RELEASE < (26, 0) and text[:2] in ('<1', '>1'):
        if 'post' in version + text or '+' in version:
            return None
    try:
        return str(int(SpecifierSet(text).contains(version, prereleases=True)))
    except ValueError:
        return '0'


def marker(text):
    from pip._vendor.packaging.markers import InvalidMarker, Marker
    try:
        return str(int(Marker(text).evaluate(environment)))
    except InvalidMarker:
        return '-'
    except ValueError:
        return '0'


def main():
    wrong = 0
    count = 0
    for line in sys.stdin.buffer.read().decode('utf-8', 'surrogateescape').split('\n'):
        kind, *fields = line.split('\t')
        if not kind:
            continue
        if kind == 'E':
            environment[fields[0]] = fields[1]
            continue
        ask = {'R': requirement, 'S': specifiers, 'M': marker}[kind]
        wanted = ask(*fields[:-1])
        count += 1
        if wanted is not None and wanted != fields[-1]:
            wrong += 1
            print('%s: got %s, wanted %s' % (line[:-len(fields[-1])], fields[-1], wanted))
    sys.exit(wrong > 0 or count == 0)


main()
