#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make tiny wheels, sound and hostile ones, byte for byte the same each time.

usage: mkwheel.py DIR [CASE...]

Each case below becomes DIR/CASE/tiny-1.0-py3-none-any.whl (or the name that the
case gives it).  The zip is written here, as zipfile would refuse most of them.
WHEEL_NAME=NAME in the environment: it is called so wherever it would be "tiny".
"""

import base64
import hashlib
import os
import struct
import sys
import zlib

NAME = os.environ.get('WHEEL_NAME', 'tiny').encode()
INFO = 'tiny-1.0.dist-info'
FILE, LINK, DEVICE, DIRECTORY = 0o100644, 0o120777, 0o020644, 0o040755


def called(text):
    text = text.encode() if isinstance(text, str) else text
    return text.replace(b'tiny', NAME)


class Member:
    """One member; what it claims may differ from what it is."""

    def __init__(self, name, data=b'', mode=FILE, **claims):
        self.name = called(name)
        self.data = called(data)
        self.mode = mode
        self.stored = claims.get('stored', False)
        # bit 0: encrypted, 3: sizes behind the data, 11: the name is UTF-8
        self.flags = claims.get('flags', 0)
        if not self.name.isascii():
            self.flags |= claims.get('utf8', 0x800)
        self.size = claims.get('size', len(self.data))
        self.crc = claims.get('crc', zlib.crc32(self.data))
        self.local_name = claims.get('local_name', self.name)
        self.spoil = claims.get('spoil', lambda packed: packed)
        # what RECORD says; None: no row
        self.row = claims.get('row', self.honest_row())

    def honest_row(self):
        return row(self.name, self.data, self.size)

    def packed(self):
        if self.stored:
            return self.spoil(self.data)
        deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
        return self.spoil(deflate.compress(self.data) + deflate.flush())


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b'=')


def row(name, data, size):
    name = called(name)
    if b',' in name or b'"' in name:
        name = b'"' + name.replace(b'"', b'""') + b'"'
    return name + b',sha256=' + digest(data) + b',' + str(size).encode()


def zipped(members):
    """A zip archive, dated 1980-01-01."""
    out, directory = bytearray(), bytearray()
    for m in members:
        packed = m.packed()
        behind = m.flags & 8
        sums = struct.pack('<III', m.crc, len(packed), m.size)
        head = struct.pack('<HHHHH', 20, m.flags, 0 if m.stored else 8, 0, 0x21)
        offset = len(out)
        out += b'PK\3\4' + head + (b'\0' * 12 if behind else sums)
        out += struct.pack('<HH', len(m.local_name), 0) + m.local_name + packed
        if behind:
            out += b'PK\7\10' + sums
        directory += b'PK\1\2' + struct.pack('<BB', 20, 3) + head + sums
        directory += struct.pack('<HHHHHII', len(m.name), 0, 0, 0, 0, m.mode << 16, offset)
        directory += m.name
    end = struct.pack('<HHHHIIH', 0, 0, len(members) & 0xFFFF, len(members) & 0xFFFF,
                      len(directory), len(out), 0)
    return bytes(out + directory + b'PK\5\6' + end)


METADATA = 'Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n'
WHEEL = 'Wheel-Version: 1.0\nGenerator: mkwheel\nRoot-Is-Purelib: true\nTag: py3-none-any\n'
ENTRY_POINTS = '''[console_scripts]
tiny = tiny:main
tiny-deep = tiny.sub:Class.run [extra]

[gui_scripts]
tiny-gui = tiny:main

[other]
plugin = tiny.sub
'''


def tiny(*more, metadata=METADATA, wheel=WHEEL, entry_points=ENTRY_POINTS, info=INFO,
         rows=(), record=None):
    """The members of the wheel that all cases start from, with MORE in it."""
    members = [
        Member('tiny/__init__.py', 'def main():\n    print("tiny")\n' * 20),
        Member('tiny/sub/__init__.py', ''),
        Member('tiny/sub/data, "quoted".txt', 'data\n', stored=True),
        Member('tiny/run.sh', '#!/bin/sh\n', mode=0o100755),
        *more,
    ]
    for name, text in (('METADATA', metadata), ('WHEEL', wheel),
                       ('entry_points.txt', entry_points)):
        if text is not None:
            members.append(Member(info + '/' + name, text))
    if record is None:
        rows = [m.row for m in members if m.row is not None] + list(rows)
        record = b''.join(r + b'\r\n' for r in rows) + info.encode() + b'/RECORD,,\r\n'
    if record is not False:
        members.append(Member(info + '/RECORD', record))
    return members


def evil(name, data=b'evil', **claims):
    return zipped(tiny(Member(name, data, **claims)))


def many_dirs():
    return [Member('d%d/%s/f' % (i, '/'.join('x' * 400)), row=None) for i in range(60)]


SOUND = zipped(tiny())
DATA = b'0123456789' * 100

CASES = {
    # sound
    'tiny': lambda: SOUND,
    'stored': lambda: evil('tiny/more', DATA, stored=True),
    'behind': lambda: evil('tiny/more', DATA, flags=8),
    'directories': lambda: zipped([Member('tiny/', mode=DIRECTORY, row=None),
                           Member('empty/', mode=DIRECTORY, row=None)] + tiny()),
    'unicode': lambda: evil('tiny/\u00e9\u20ac\U0001d70b.py'),
    'signed': lambda: zipped(tiny(Member(INFO + '/RECORD.jws', '{}', row=None))),
    'no-scripts': lambda: zipped(tiny(entry_points=None)),
    'comment': lambda: SOUND[:-2] + b'\7\0comment',
    # names
    'absolute': lambda: evil('/tmp/evil'),
    'parent': lambda: evil('../evil'),
    'parent-inside': lambda: evil('tiny/../../evil'),
    'dot': lambda: evil('./evil'),
    'empty-part': lambda: evil('tiny//evil'),
    'backslash': lambda: evil('tiny/ev\\il'),
    'backslash-parent': lambda: evil('..\\evil'),
    'newline': lambda: evil('tiny/ev\nil'),
    'latin1': lambda: evil(b'tiny/\xe9', utf8=0),
    'broken-utf8': lambda: evil(b'tiny/\xc3'),
    'long-part': lambda: evil('tiny/' + 'x' * 256),
    'long-name': lambda: evil('tiny/' + 'x/' * 600 + 'x'),
    'other-local-name': lambda: evil('tiny/evil', local_name=b'../../evi'),
    'twice': lambda: zipped(tiny(Member('tiny/a', 'a'), Member('tiny/a', 'b', row=None))),
    'file-and-directory': lambda: zipped(tiny(Member('tiny/a'), Member('tiny/a-b'), Member('tiny/a/b'))),
    'member-in-record': lambda: evil('tiny/__init__.py/x'),
    # kinds
    'link': lambda: evil('tiny/evil', '/etc/passwd', mode=LINK),
    'device': lambda: evil('tiny/evil', mode=DEVICE),
    'encrypted': lambda: evil('tiny/evil', flags=1),
    # sizes
    'large': lambda: evil('tiny/evil', size=257 << 20),
    'large-together': lambda: zipped(tiny(*[Member('tiny/%d' % i, size=60 << 20) for i in range(5)])),
    'many': lambda: zipped([Member('%d' % i, row=None) for i in range(20001)]),
    'many-directories': lambda: zipped(tiny(*many_dirs())),
    'large-record': lambda: zipped(tiny(record=b'x' * (17 << 20))),
    # the .dist-info
    'no-info': lambda: zipped([Member('tiny.py')]),
    'second-info': lambda: zipped(tiny(Member('other-1.0.dist-info/METADATA'))),
    'other-name': lambda: zipped(tiny(info='other-1.0.dist-info')),
    'other-version': lambda: zipped(tiny(info='tiny-1.0.1.dist-info')),
    'no-metadata': lambda: zipped(tiny(metadata=None)),
    'no-wheel': lambda: zipped(tiny(wheel=None)),
    'no-record': lambda: zipped(tiny(record=False)),
    'info-is-file': lambda: zipped([Member('tiny-1.0.dist-info')]),
    'data': lambda: evil('tiny-1.0.data/scripts/evil'),
    'not-pure': lambda: zipped(tiny(wheel=WHEEL.replace('true', 'false'))),
    'version-2': lambda: zipped(tiny(wheel=WHEEL.replace('1.0', '2.0'))),
    'script-outside': lambda: zipped(tiny(entry_points='[console_scripts]\n../evil = tiny:main\n')),
    'script-below': lambda: zipped(tiny(entry_points='[console_scripts]\na/b = tiny:main\n')),
    'script-code': lambda: zipped(tiny(entry_points='[console_scripts]\nx = os;evil:main\n')),
    'script-call': lambda: zipped(tiny(entry_points='[gui_scripts]\nx = tiny:main()\n')),
    'script-module': lambda: zipped(tiny(entry_points='[console_scripts]\nx = tiny\n')),
    # RECORD
    'not-in-record': lambda: evil('tiny/evil', row=None),
    'only-in-record': lambda: zipped(tiny(rows=[row('tiny/gone', b'', 0)])),
    'only-in-record-last': lambda: zipped(tiny(rows=[row('zzz', b'', 0)])),
    'twice-in-record': lambda: zipped(tiny(rows=[row('tiny/run.sh', b'#!/bin/sh\n', 10)])),
    'other-size': lambda: evil('tiny/evil', DATA, row=row('tiny/evil', DATA, 999)),
    'no-size': lambda: evil('tiny/evil', DATA, row=row('tiny/evil', DATA, '')),
    'no-hash': lambda: evil('tiny/evil', row=b'tiny/evil,,4'),
    'md5': lambda: evil('tiny/evil', row=b'tiny/evil,md5=Ag2J2dMzuEv9sFzcJTRmGg,4'),
    'short-hash': lambda: evil('tiny/evil', row=b'tiny/evil,sha256=' + digest(b'evil')[:-1] + b',4'),
    'four-fields': lambda: zipped(tiny(rows=[b'a,b,c,d'])),
    'open-quote': lambda: zipped(tiny(rows=[b'"tiny/x'])),
    'nul-in-record': lambda: zipped(tiny(rows=[b'a\0b,,'])),
    # damage
    'empty': lambda: b'',
    'no-zip': lambda: b'This is no zip archive.\n' * 100,
    'half': lambda: SOUND[:len(SOUND) // 2],
    'cut': lambda: SOUND[:-1],
    'headless': lambda: SOUND[100:],
    # what shows only when it is unpacked
    'other-hash': lambda: evil('tiny/evil', DATA, row=row('tiny/evil', DATA[::-1], len(DATA))),
    'longer': lambda: evil('tiny/evil', DATA, size=900),
    'longer-stored': lambda: evil('tiny/evil', DATA, size=900, stored=True),
    'shorter': lambda: evil('tiny/evil', DATA, size=1100),
    'endless': lambda: evil('tiny/evil', b'\0' * (32 << 20), size=10),
    'damaged': lambda: evil('tiny/evil', DATA, spoil=lambda packed: b'\xff' + packed[1:]),
    'script-is-python': lambda: zipped(tiny(entry_points='[console_scripts]\npython = tiny:main\n')),
}

# Cases whose files are called otherwise.
NAMES = {
    'no-wheel-name': ('tiny.whl', lambda: SOUND),
    'no-whl': ('tiny-1.0-py3-none-any.zip', lambda: SOUND),
    'no-name': ('-1.0-py3-none-any.whl', lambda: SOUND),
    'no-version': ('tiny--py3-none-any.whl', lambda: SOUND),
    'other-file-name': ('tiny-1.1-py3-none-any.whl', lambda: SOUND),
    'odd-file-name': ('TINY-1.0-py2.py3-none-any.whl', lambda: SOUND),
}


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    files = {case: ('tiny-1.0-py3-none-any.whl', make) for case, make in CASES.items()}
    files.update(NAMES)
    for case in sys.argv[2:] or files:
        name, make = files[case]
        directory = os.path.join(sys.argv[1], case)
        os.makedirs(directory, exist_ok=True)
        with open(os.path.join(directory, called(name).decode()), 'wb') as out:
            out.write(make())


main()
