#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make tiny wheels, sound and hostile ones, byte for byte the same each time.

usage: mkwheel.py DIR [CASE...]

Each case below becomes DIR/CASE/tiny-1.0-py3-none-any.whl. The zip is written here, as zipfile
refuses to write most of them. Without a CASE all are made, and DIR/refused has a line for each
hostile one: its name, and a part of the message that refuses it.
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
    return (text.encode() if isinstance(text, str) else text).replace(b'tiny', NAME)


class Member:
    """One member; what it claims may differ from what it is."""

    def __init__(self, name, data=b'', mode=FILE, **claims):
        self.name, self.data, self.mode = called(name), called(data), mode
        # flags: bit 0: encrypted, 3: sizes behind the data, 11: the name is UTF-8
        own = {'stored': False, 'flags': 0 if self.name.isascii() else 0x800,
               'method': 0 if claims.get('stored') else 8, 'size': len(self.data),
               'crc': zlib.crc32(self.data), 'local_name': self.name, 'spoil': lambda packed: packed}
        self.__dict__.update({**own, **claims})
        # what RECORD says; None: no row
        self.row = claims.get('row', row(self.name, self.data, self.size))

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


def zipped(members, count=0):
    """A zip archive, dated 1980-01-01, whose end says COUNT less than there are."""
    out, directory = bytearray(), bytearray()
    for m in members:
        packed = m.packed()
        behind = m.flags & 8
        sums = struct.pack('<III', m.crc, len(packed), m.size)
        head = struct.pack('<HHHHH', 20, m.flags, m.method, 0, 0x21)
        offset = len(out)
        out += b'PK\3\4' + head + (b'\0' * 12 if behind else sums)
        out += struct.pack('<HH', len(m.local_name), 0) + m.local_name + packed
        if behind:
            out += b'PK\7\10' + sums
        directory += b'PK\1\2' + struct.pack('<BB', 20, 3) + head + sums
        directory += struct.pack('<HHHHHII', len(m.name), 0, 0, 0, 0, m.mode << 16, offset)
        directory += m.name
    count = len(members) - count
    end = struct.pack('<HHHHIIH', 0, 0, count, count, len(directory), len(out), 0)
    return bytes(out + directory + b'PK\5\6' + end)


METADATA = 'Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n'
WHEEL = 'Wheel-Version: 1.0\nGenerator: mkwheel\nRoot-Is-Purelib: true\nTag: py3-none-any\n'
ENTRY_POINTS = '''[console_scripts]
tiny = tiny:main
tiny-deep=tiny.sub:Class.run

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


def script(line):
    return zipped(tiny(entry_points='[console_scripts]\n' + line + '\n'))


def unusual():
    """Sizes behind the data, members of directories, no entry points."""
    dirs = [Member(name, mode=DIRECTORY, row=None) for name in ('tiny/', 'empty/')]
    return zipped(dirs + tiny(Member('tiny/more', DATA, flags=8), entry_points=None))


SOUND = zipped(tiny())
DATA = b'0123456789' * 100

CASES = {
    'tiny': lambda: SOUND,
    'unusual': unusual,
    'deepest': lambda: evil('x/' * 59 + 'x.py'),
}

PLAIN, LETTER = 'a name in it is not a plain path', 'a name in it has a character that'
DAMAGED, DIRECTORY_DAMAGED = 'it is damaged', 'its directory is damaged'
RECORD, NO_ZIP = 'its RECORD does not list just the files in it', 'it is no zip archive'
TWICE, LINKED = 'a name in it is there twice', 'there is a link or a device in it'
ENTRY, PACKED = 'an entry point in it cannot be read', 'it is packed in a way that no wheel is'
FORMAT, INFO_LACKS = 'it is not pure Python, or', 'a file that every wheel has is missing in its'
FOREIGN = 'it has a .data directory or a second .dist-info'

HOSTILE = {
    # names
    'absolute': (PLAIN, lambda: evil(os.path.abspath(sys.argv[1]) + '/evil')),
    'parent': (PLAIN, lambda: evil('../evil')),
    'long-part': (PLAIN, lambda: evil('tiny/' + 'x' * 256)),
    'long-name': ('a name in it is too long', lambda: evil('tiny/' + 'x/' * 600 + 'x')),
    'deep': ('a file in it is in more than 59 directories', lambda: evil('x/' * 60 + 'x.py')),
    'backslash': (LETTER, lambda: evil('..\\evil')),
    'newline': (LETTER, lambda: evil('tiny/ev\nil')),
    'nul': (LETTER, lambda: evil('tiny/evil\0.py', local_name=b'tiny/evil')),
    'not-ascii': (LETTER, lambda: evil('tiny/\u00e9')),
    'other-local-name': (DIRECTORY_DAMAGED, lambda: evil('tiny/evil', local_name=b'../../evi')),
    'twice': (TWICE, lambda: zipped(tiny(Member('tiny/a', 'a'), Member('tiny/a', 'b', row=None)))),
    'file-and-directory': (TWICE, lambda: zipped(
        tiny(Member('tiny/a'), Member('tiny/a-b'), Member('tiny/a/b')))),
    # kinds
    'link': (LINKED, lambda: evil('tiny/evil', '/etc/passwd', mode=LINK)),
    'device': (LINKED, lambda: evil('tiny/evil', mode=DEVICE)),
    'encrypted': (PACKED, lambda: evil('tiny/evil', flags=1)),
    'lzma': (PACKED, lambda: evil('tiny/evil', method=14)),
    # sizes
    'large': ('it is too large', lambda: evil('tiny/evil', size=257 << 20)),
    'large-together': ('it is too large', lambda: zipped(
        tiny(*[Member('tiny/%d' % i, size=60 << 20) for i in range(5)]))),
    'zip64': (DIRECTORY_DAMAGED, lambda: evil('tiny/evil', size=0xFFFFFFFF, stored=True)),
    # the .dist-info
    'no-info': (INFO_LACKS, lambda: zipped([Member('tiny.py')])),
    'other-version': (INFO_LACKS, lambda: zipped(tiny(info='tiny-1.0.1.dist-info'))),
    'no-metadata': (INFO_LACKS, lambda: zipped(tiny(metadata=None))),
    'second-info': (FOREIGN, lambda: zipped(tiny(Member('other-1.0.dist-info/METADATA')))),
    'data': (FOREIGN, lambda: evil('tiny-1.0.data/scripts/evil')),
    'not-pure': (FORMAT, lambda: zipped(tiny(wheel=WHEEL.replace('true', 'false')))),
    'script-outside': (ENTRY, lambda: script('../evil = tiny:main')),
    'script-code': (ENTRY, lambda: script('x = os;evil:main')),
    'script-module': (ENTRY, lambda: script('x = tiny')),
    # RECORD: uninstalling removes what it lists
    'not-in-record': (RECORD, lambda: evil('tiny/evil', row=None)),
    'only-in-record': (RECORD, lambda: zipped(tiny(rows=[row('../../../evil', b'', 0)]))),
    'twice-in-record': (RECORD, lambda: zipped(tiny(rows=[row('tiny/run.sh', b'', 0)]))),
    # damage
    'no-zip': (NO_ZIP, lambda: b'This is no zip archive.\n' * 100),
    'uncounted': (DIRECTORY_DAMAGED, lambda: zipped(tiny(), count=1)),
    'longer-stored': (DIRECTORY_DAMAGED, lambda: evil('tiny/evil', DATA, size=900, stored=True)),
    'longer': (DAMAGED, lambda: evil('tiny/evil', DATA, size=900)),
    'endless': (DAMAGED, lambda: evil('tiny/evil', b'\0' * (32 << 20), size=10)),
    'crc': (DAMAGED, lambda: evil('tiny/evil', DATA, crc=1)),
    'no-deflate': (DAMAGED, lambda: evil('tiny/evil', DATA, spoil=lambda p: b'\xff' + p[1:])),
}


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    cases = {**CASES, **{case: make for case, (_, make) in HOSTILE.items()}}
    for case in sys.argv[2:] or cases:
        directory = os.path.join(sys.argv[1], case)
        os.makedirs(directory, exist_ok=True)
        name = called('tiny-1.0-py3-none-any.whl').decode()
        with open(os.path.join(directory, name), 'wb') as out:
            out.write(cases[case]())
    if not sys.argv[2:]:
        with open(os.path.join(sys.argv[1], 'refused'), 'w', encoding='ascii') as out:
            out.writelines(f'{case} {message}\n' for case, (message, _) in HOSTILE.items())


main()
