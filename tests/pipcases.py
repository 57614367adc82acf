#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Put distributions into an environment, each called after its case.

usage: pipcases.py ENV [CASE...]     without a CASE: all

The source trees of editables are in src-ENV, beside ENV.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

REMOTE = '[remote "%s"]\n\turl = %s\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n'
HEAD = 'Metadata-Version: 2.1\n'


def git(*args):
    command = ('git', '-c', 'init.defaultBranch=main', '-c', 'user.name=x', '-c', 'user.email=x', *map(str, args))
    subprocess.run(command, check=True)


class Place:
    """The environment that is being filled."""

    def __init__(self, env):
        self.env = Path(env)
        self.site = next(self.env.glob('lib/python3*/site-packages'))
        self.python = self.site.parent.name[len('python'):]
        self.src = self.env.parent / ('src-' + self.env.name)
        self.src.mkdir(exist_ok=True)
        self.easy_install = []

    def write(self, where, text):
        where = self.site / where
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_text(text)

    def info(self, stem, name=None, version=None, metadata=None, direct_url=None):
        """STEM.dist-info"""
        first, _, second = Path(stem).name.partition('-')
        name, version = name or first, version or second
        if metadata is None:
            metadata = HEAD + 'Name: %s\nVersion: %s\n' % (name, version)
        self.write('%s.dist-info/METADATA' % stem, metadata)
        self.write('%s.dist-info/INSTALLER' % stem, 'pip\n')
        if direct_url is not None:
            text = direct_url if isinstance(direct_url, str) else json.dumps(direct_url)
            self.write('%s.dist-info/direct_url.json' % stem, text)

    def editable(self, name, source):
        """As PEP 660 has it; SOURCE is relative to where sources are."""
        url = {'url': (self.src / source).as_uri(), 'dir_info': {'editable': True}}
        self.info(re.sub('[-.]', '_', name) + '-1.0', name, direct_url=url)

    def tree(self, path, setup='pyproject.toml'):
        """An installable source tree."""
        path = self.src / path
        path.mkdir(parents=True, exist_ok=True)
        if setup:
            (path / setup).write_text('')
        return path

    def repository(self, path, config='', setup='pyproject.toml', commit=True):
        """A source tree in git, with CONFIG."""
        path = self.tree(path, setup)
        git('init', '-q', path)
        if commit:
            git('-C', path, 'commit', '-q', '--allow-empty', '-m', 'one')
        with open(path / '.git/config', 'a') as out:
            out.write(config)
        return path

    def egg_info(self, where, name, version='1.0'):
        """The metadata that setup.py leaves."""
        self.write(where, 'Metadata-Version: 1.0\nName: %s\nVersion: %s\n' % (name, version))

    def develop(self, name, source):
        """As setup.py develop does it: a link, and a line in easy-install.pth."""
        self.egg_info(self.src / source / (name.replace('-', '_') + '.egg-info/PKG-INFO'), name)
        self.write(name + '.egg-link', '%s\n.' % (self.src / source))
        self.easy_install.append('%s\n' % (self.src / source))


def names(place):
    for name in 'n-dash n_under n.dot N-Capital nZ n0 na n N_b n--two n._-mix'.split():
        place.info(name.replace('-', '_') + '-1.0', name)
    place.info('m_dot_name-1.0', 'M.Dot.Name')
    place.info('m_dash-1.0', 'm-Dash')
    place.info('m_under-1.0', 'M__under')


def versions(place):
    for n, version in enumerate((
            '1.0RC1', 'v1.0', '01.02.0', '1.0dev', '1.0+Ubuntu_1', '1.0+001', '1!2.0', '1.0.post3',
            '1.0a1.post2.dev3', '2024.01.09', '1.0.0.0', '0', '1.0.c2', '1.0.alpha')):
        place.info('v%02d-%s' % (n, version))
    place.info('vx1-2004d')
    place.info('vx2-1.0_custom', version='1.0-custom')
    place.info('vd1-1.0.post1', version='1.0-1')


def metadata_forms(place):
    for name, text in (('f_crlf', HEAD[:-1] + '\r\nName: f-crlf\r\nVersion: 1.0\r\n'),
                       ('f_body', HEAD + 'Name: f-body\nVersion: 1.0\n\nName: no\n'),
                       ('f_late', HEAD + 'Summary: x\n  Name: no\nVersion: 1.0\nName: f-late\n'),
                       ('f_utf8', HEAD + 'Name: f-utf8\nVersion: 1.0\nAuthor: \u00fc\u4f8b\n')):
        place.info(name + '-1.0', metadata=text)


def direct(place):
    archive = 'https://example.com/d-1.0.tar.gz'
    repo = 'https://example.com/r.git'
    commit = {'vcs': 'git', 'commit_id': 'f' * 40}
    both = {'hash': 'sha256=aa', 'hashes': {'md5': 'cc', 'sha256': 'aa'}}
    for name, direct_url in (
            ('hash', {'url': archive, 'archive_info': {'hash': 'sha256=aa'}}),
            ('hashes', {'url': archive, 'archive_info': {'hashes': {'sha256': 'bb', 'md5': 'c'}}}),
            ('both', {'url': archive, 'archive_info': both}),
            ('nohash', {'url': archive, 'archive_info': {}}),
            ('subdir', {'url': archive, 'archive_info': both, 'subdirectory': 'a/b'}),
            ('spaces', {'url': 'https://example.com/a b c.whl', 'archive_info': {}}),
            ('secret', {'url': 'https://u:p@example.com/x.whl', 'archive_info': {}}),
            ('filewhl', {'url': 'file:///a%20b/x.whl', 'archive_info': both}),
            ('git', {'url': repo, 'vcs_info': commit}),
            ('rev', {'url': 'ssh://git@x/r', 'vcs_info': dict(commit, requested_revision='main')}),
            ('gitsub', {'url': repo, 'subdirectory': 'pkg', 'vcs_info': commit}),
            ('hg', {'url': repo, 'vcs_info': {'vcs': 'hg', 'commit_id': 'abc'}}),
            ('dir', {'url': 'file:///nonexistent/dir', 'dir_info': {}}),
            ('notedit', {'url': 'file:///nonexistent/dir', 'dir_info': {'editable': False}}),
            ('unicode', {'url': 'https://example.com/\u00fc\u4f8b', 'archive_info': {}}),
            ('escape', '{"url": "https:\\/\\/x.org\\u002f\\ud83d\\ude00", "archive_info": {}}'),
            ('broken', '{"url": '), ('noinfo', {'url': archive})):
        place.info('d_%s-1.0' % name, direct_url=direct_url)


def editable_plain(place):
    place.tree('plain')
    place.editable('e-plain', 'plain')
    place.editable('E.Gone', 'gone')
    place.tree('sp ace \u00fc%41')
    place.editable('e-space', 'sp ace \u00fc%41')
    (place.src / 'link').symlink_to('plain')
    place.editable('e-link', 'link')
    strict = place.tree('strict/build/__editable__.x')
    place.write('__editable__.e_strict-1.0.pth', '%s\n' % strict)
    place.write('__editable__.e_finder-1.0.pth', 'import os; os.path\n')
    place.editable('e-strict', 'strict')
    place.editable('e-finder', 'strict')


def editable_remote(place):
    place.tree('bare')
    for name, url in (
            ('https', 'https://example.com/x.git'), ('secret', 'https://u:p@example.com/x.git'),
            ('scp', 'git@example.com:me/x.git'), ('scpnouser', 'example.com:me/x.git'),
            ('ssh', 'ssh://git@example.com/x'), ('file', 'file:///nonexistent/x.git'),
            ('local', str(place.src / 'bare')), ('dead', '/nonexistent/x.git'), ('odd', 'nothing')):
        place.repository('remote/' + name, REMOTE % ('origin', url))
        place.editable('r-' + name, 'remote/' + name)
    first, second = (REMOTE % (n, 'https://example.com/' + n) for n in ('first', 'second'))
    place.repository('remote/two', first + second)
    place.editable('R.Two_remotes-x', 'remote/two')
    origin = REMOTE % ('origin', 'https://example.com/o')
    place.repository('remote/origin', first + origin + second)
    place.editable('r-origin-later', 'remote/origin')


def editable_git(place):
    remote = REMOTE % ('origin', 'https://example.com/x')
    place.repository('git/none')
    place.repository('git/new', remote, commit=False)
    place.repository('git/mono', remote, setup=None)
    for path in 'a/b', 'c d', 'setup', 'nested':
        place.tree('git/mono/' + path, 'setup.py' if path == 'setup' else 'pyproject.toml')
    place.tree('git/mono/nested/src', None)
    for name, path in (
            ('g-none', 'none'), ('g-new', 'new'), ('g-sub', 'mono/a/b'), ('g-space', 'mono/c d'),
            ('g-setup', 'mono/setup'), ('g-nested', 'mono/nested/src')):
        place.editable(name, 'git/' + path)


def eggs(place):
    place.egg_info('o_dir-1.0-py%s.egg-info/PKG-INFO' % place.python, 'o-dir')
    place.egg_info('O.File-1.0-py%s.egg-info' % place.python, 'O.File')
    place.egg_info('o_other-1.0.egg-info/PKG-INFO', 'o-other', '2.0')
    remote = REMOTE % ('origin', 'https://example.com/x')
    place.tree('links/plain', 'setup.py')
    place.repository('links/git', remote, 'setup.py')
    place.repository('links/mono', remote, None)
    place.tree('links/mono/sub', 'setup.py')
    for name, path in ('l-plain', 'plain'), ('l-git', 'git'), ('l-sub', 'mono/sub'):
        place.develop(name, 'links/' + path)


def pth(place):
    place.egg_info(place.src / 'pth/egg/p_egg.egg-info/PKG-INFO', 'p-egg')
    place.info(place.src / 'pth/info/p_info-1.0', 'p-info')
    place.info(place.src / 'pth/info/p_shadow-2.0', 'p-shadow')
    place.info('p_shadow-1.0')
    place.info('here/p_below-1.0', 'p-below')
    place.write('zz.pth', '# comment\n\n%s\n%s   \nhere\n/nonexistent\nimport sys\nimport\tsys\n'
                % (place.src / 'pth/egg', place.src / 'pth/info'))


def skipped(place):
    for name in 'wheel distribute argparse wsgiref python pkg_resources2'.split():
        place.info(name.replace('-', '_') + '-0.1', name)
    place.info('~eft-1.0')
    (place.site / 'left.py').write_text('')


CASES = (names, versions, metadata_forms, direct, editable_plain, editable_remote, editable_git, eggs, pth, skipped)


def main():
    place = Place(sys.argv[1])
    for fill in CASES:
        if not sys.argv[2:] or fill.__name__ in sys.argv[2:]:
            fill(place)
    if place.easy_install:
        place.write('easy-install.pth', ''.join(place.easy_install))


main()
