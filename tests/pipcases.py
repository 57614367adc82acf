#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Put distributions into an environment, well-formed ones and odd ones, each called after its case.

usage: pipcases.py ENV PIP sound|malformed|CASE...

PIP is the version of the pip there: a case over which that one crashes, or where what it prints
cannot be told, is left out, and "CASE: why" printed; "all": none is left out.  The source trees of
editables come to be beside ENV, in src-ENV.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

CASES = {'sound': {}, 'malformed': {}}


class Place:
    """The environment that is being filled."""

    def __init__(self, env, pip):
        self.env = Path(env)
        self.site = next(self.env.glob('lib/python3*/site-packages'))
        self.python = tuple(int(n) for n in self.site.parent.name[len('python'):].split('.'))
        self.src = self.env.parent / ('src-' + self.env.name)
        self.src.mkdir(exist_ok=True)
        self.all = pip == 'all'
        self.pip = (99,) if self.all else tuple(int(re.match(r'\d+', n)[0]) for n in pip.split('.')[:2])
        self.importlib = self.python >= (3, 11) and self.pip >= (22, 1)
        self.easy_install = []

    def write(self, where, text):
        where = self.site / where
        where.parent.mkdir(parents=True, exist_ok=True)
        where.write_bytes(text.encode() if isinstance(text, str) else text)

    def info(self, stem, name=None, version=None, metadata=None, **files):
        """STEM.dist-info; FILES are direct_url='…' and so on."""
        first, _, second = Path(stem).name.partition('-')
        if metadata is None:
            metadata = 'Metadata-Version: 2.1\nName: %s\nVersion: %s\n' % (name or first, version or second)
        self.write('%s.dist-info/METADATA' % stem, metadata)
        self.write('%s.dist-info/INSTALLER' % stem, 'pip\n')
        if 'direct_url' in files:
            direct = files['direct_url']
            self.write('%s.dist-info/direct_url.json' % stem,
                       direct if isinstance(direct, (str, bytes)) else json.dumps(direct))

    def editable(self, name, source, stem=None):
        """As PEP 660 has it; SOURCE is relative to where sources are."""
        url = (self.src / source).as_uri()
        self.info(stem or name.replace('-', '_').replace('.', '_') + '-1.0', name, '1.0',
                  direct_url={'url': url, 'dir_info': {'editable': True}})

    def tree(self, path, setup='pyproject.toml'):
        """An installable source tree."""
        path = self.src / path
        path.mkdir(parents=True, exist_ok=True)
        if setup:
            (path / setup).write_text('')
        return path

    def repository(self, path, config='', setup='pyproject.toml', commit=True):
        """One of git, with what CONFIG says."""
        path = self.src / path
        template = self.src / '.template'
        if not template.exists():
            git('init', '-q', template)
            git('-C', template, 'commit', '-q', '--allow-empty', '-m', 'one')
        path.mkdir(parents=True, exist_ok=True)
        if commit:
            shutil.copytree(template / '.git', path / '.git', symlinks=True)
        else:
            git('init', '-q', path)
        with open(path / '.git/config', 'a') as out:
            out.write(config)
        if setup:
            (path / setup).write_text('')
        return path

    def egg_info(self, source, name, version='1.0'):
        """What setup.py develop leaves in a source tree."""
        self.write(self.src / source / (name.replace('-', '_') + '.egg-info') / 'PKG-INFO',
                   'Metadata-Version: 1.0\nName: %s\nVersion: %s\n' % (name, version))

    def develop(self, name, source, link=None, path=True):
        """As setup.py develop does it: a link, and a line in easy-install.pth."""
        self.egg_info(source, name)
        self.write((link or name) + '.egg-link', '%s\n.' % (self.src / source))
        if path:
            self.easy_install.append(str(self.src / source))


def git(*args):
    env = {k: v for k, v in os.environ.items() if not k.startswith('GIT_')}
    env.update({'GIT_%s_%s' % (who, what): 'x' for who in ('AUTHOR', 'COMMITTER') for what in ('NAME', 'EMAIL')})
    env.update(GIT_CONFIG_GLOBAL='/dev/null', GIT_CONFIG_SYSTEM='/dev/null')
    subprocess.run(('git', '-c', 'init.defaultBranch=main', *map(str, args)), env=env, check=True)


def case(kind, unless=None, why=None):
    """A case is left out where UNLESS holds of the place, and WHY is the reason."""
    def add(function):
        CASES[kind][function.__name__] = (function, unless, why)
        return function
    return add


def sound(function):
    return case('sound')(function)


def malformed(function):
    return case('malformed')(function)


def crashes(condition, kind='malformed'):
    return case(kind, condition, 'pip crashes')


# ---- names and versions -----------------------------------------------------

@sound
def names(place):
    for name in ('n-dash', 'n_under', 'n.dot', 'N-Capital', 'nZ', 'n0', 'na', 'n', 'N_b', 'n--two', 'n._-mix'):
        place.info(name.replace('-', '_') + '-1.0', name, '1.0')


@sound
def names_normalized(place):
    place.info('m_dot_name-1.0', 'M.Dot.Name')
    place.info('m_dash-1.0', 'm-Dash')
    place.info('m_under-1.0', 'M__under')


@sound
def versions(place):
    for n, version in enumerate(('1.0RC1', 'v1.0', '01.02.0', '1.0dev', '1.0+Ubuntu_1', '1.0+001', '1!2.0', '1.0.post3',
                                 '1.0a1.post2.dev3', '1.0_1', '2024.01.09', '1.0.0.0', '0', '1.0.c2', '1.0.alpha')):
        place.info('v%02d-%s' % (n, version))


@sound
def version_of_file(place):
    """One in the name of the directory, normalized, another in METADATA."""
    place.info('vd1-1.0.post1', version='1.0-1')
    place.info('vd2-2.0', version='2.0.0')


@sound
def metadata_forms(place):
    place.info('mf_crlf-1.0', metadata='Metadata-Version: 2.1\r\nName: mf-crlf\r\nVersion: 1.0\r\n')
    place.info('mf_case-1.0', metadata='metadata-version: 2.1\nNAME: mf-case\nvErsion: 1.0\n')
    place.info('mf_two-1.0', metadata='Metadata-Version: 2.1\nName: mf-two\nName: mf-other\nVersion: 1.0\n')
    place.info('mf_body-1.0', metadata='Metadata-Version: 2.1\nName: mf-body\nVersion: 1.0\n\nName: no\nVersion: 2\n')
    place.info('mf_late-1.0', metadata='Metadata-Version: 2.1\nSummary: x\n  Name: no\nVersion: 1.0\nName: mf-late\n')
    place.info('mf_utf8-1.0', metadata='Metadata-Version: 2.1\nName: mf-utf8\nVersion: 1.0\nAuthor: \u00fc\u4f8b\n')
    place.info('mf_tight-1.0', metadata='Metadata-Version:2.1\nName:mf-tight\nVersion:1.0\n')


@sound
def suffix_case(place):
    place.info('sc-1.0')
    (place.site / 'sc-1.0.dist-info').rename(place.site / 'sc-1.0.DIST-INFO')


# ---- direct_url.json --------------------------------------------------------

@sound
def direct(place):
    archive = 'https://example.com/d-1.0.tar.gz'
    for name, direct_url in (
            ('hash', {'url': archive, 'archive_info': {'hash': 'sha256=aa'}}),
            ('hashes', {'url': archive, 'archive_info': {'hashes': {'sha256': 'bb', 'md5': 'cc'}}}),
            ('both', {'url': archive, 'archive_info': {'hash': 'sha256=aa', 'hashes': {'md5': 'cc', 'sha256': 'aa'}}}),
            ('nohash', {'url': archive, 'archive_info': {}}),
            ('nullhash', {'url': archive, 'archive_info': {'hash': None}}),
            ('nohashes', {'url': archive, 'archive_info': {'hashes': {}}}),
            ('subdir', {'url': archive, 'archive_info': {'hash': 'sha256=aa'}, 'subdirectory': 'a/b'}),
            ('onlysub', {'url': archive, 'archive_info': {}, 'subdirectory': 'sub dir/x'}),
            ('spaces', {'url': 'https://example.com/a b c.whl', 'archive_info': {}}),
            ('secret', {'url': 'https://u:p@example.com/x.whl', 'archive_info': {}}),
            ('filewhl', {'url': 'file:///a%20b/x.whl', 'archive_info': {'hash': 'sha256=aa'}}),
            ('git', {'url': 'https://example.com/r.git', 'vcs_info': {'vcs': 'git', 'commit_id': 'f' * 40}}),
            ('rev', {'url': 'ssh://git@example.com/r', 'vcs_info': {
                'vcs': 'git', 'commit_id': 'a' * 40, 'requested_revision': 'main'}}),
            ('gitsub', {'url': 'https://example.com/r.git', 'subdirectory': 'pkg',
                        'vcs_info': {'vcs': 'git', 'commit_id': 'f' * 40}}),
            ('hg', {'url': 'https://example.com/r', 'vcs_info': {'vcs': 'hg', 'commit_id': 'abc'}}),
            ('dir', {'url': 'file:///nonexistent/dir', 'dir_info': {}}),
            ('notedit', {'url': 'file:///nonexistent/dir', 'dir_info': {'editable': False}}),
            ('dirsub', {'url': 'file:///nonexistent/dir', 'dir_info': {}, 'subdirectory': 'x'}),
            ('more', {'url': archive, 'archive_info': {}, 'unknown': [1, {'x': None}]}),
            ('unicode', {'url': 'https://example.com/\u00fc\u4f8b', 'archive_info': {}}),
            ('escape', '{"url": "https:\\/\\/example.com\\u002f\\ud83d\\ude00", "archive_info": {}}')):
        place.info('d_%s-1.0' % name, direct_url=direct_url)


@sound
def direct_invalid(place):
    url = 'https://example.com/x'
    for name, direct_url in (
            ('json', '{"url": '), ('empty', ''), ('noinfo', {'url': url}),
            ('twoinfos', {'url': url, 'archive_info': {}, 'dir_info': {}}), ('nourl', {'archive_info': {}}),
            ('urltype', {'url': 1, 'archive_info': {}}),
            ('nocommit', {'url': url, 'vcs_info': {'vcs': 'git'}}),
            ('novcs', {'url': url, 'vcs_info': {'commit_id': 'a'}}),
            ('edtype', {'url': 'file:///x', 'dir_info': {'editable': 'yes'}}),
            ('subtype', {'url': url, 'archive_info': {}, 'subdirectory': 1}),
            ('infotype', {'url': url, 'archive_info': 'x'}),
            ('hashform', {'url': url, 'archive_info': {'hash': 'sha256:aa'}})):
        place.info('i_%s-1.0' % name, direct_url=direct_url)


# ---- editables --------------------------------------------------------------

def too_old_for_660(place):
    return (20, 1) <= place.pip < (20, 3)


def sound_660(function):
    return crashes(too_old_for_660, 'sound')(function)


@sound_660
def editable_plain(place):
    place.tree('plain')
    place.editable('e-plain', 'plain')
    place.editable('E.Gone', 'gone')
    place.tree('sp ace \u00fc%41')
    place.editable('e-space', 'sp ace \u00fc%41')
    (place.src / 'link').symlink_to('plain')
    place.editable('e-link', 'link')
    place.editable('e-unclean', 'plain/../plain/.')
    place.info('e_legacy-1.0', direct_url={'url': (place.src / 'plain').as_uri(), 'dir_info': {'editable': True}})


@sound_660
def editable_strict(place):
    place.tree('strict/build/__editable__.x')
    place.write('__editable__.e_strict-1.0.pth', '%s\n' % (place.src / 'strict/build/__editable__.x'))
    place.write('__editable__.e_finder-1.0.pth', 'import os; os.path\n')
    place.editable('e-strict', 'strict')
    place.editable('e-finder', 'strict')


REMOTE = '[remote "%s"]\n\turl = %s\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n'


@sound_660
def editable_remote(place):
    place.tree('bare')
    for name, url in (
            ('https', 'https://example.com/x.git'), ('secret', 'https://u:p@example.com/x.git'),
            ('scp', 'git@example.com:me/x.git'), ('scpnouser', 'example.com:me/x.git'), ('scpodd', 'a-b@h:x'),
            ('ssh', 'ssh://git@example.com/x'), ('file', 'file:///nonexistent/x.git'),
            ('local', str(place.src / 'bare')), ('localspace', str(place.src / 'bare') + '/../bare/'),
            ('dead', '/nonexistent/x.git'), ('odd', 'nothing'), ('scpdir', 'h:/abs'), ('scptwo', 'h:x:y'),
            ('gitproto', 'git://example.com/x'), ('upper', 'HTTPS://example.com/X'),
            ('helper', 'ext::sh -c true')):
        place.repository('remote/' + name, REMOTE % ('origin', url))
        place.editable('r-' + name, 'remote/' + name)


@sound_660
def editable_remotes(place):
    first, second = (REMOTE % (n, 'https://example.com/' + n) for n in ('first', 'second'))
    place.repository('remotes/two', first + second)
    place.editable('R.Two_remotes-x', 'remotes/two')
    place.repository('remotes/origin', first + REMOTE % ('origin', 'https://example.com/o') + second)
    place.editable('r-origin-later', 'remotes/origin')
    place.repository('remotes/instead', REMOTE % ('origin', 'gh:x/y')
                     + '[url "https://example.com/"]\n\tinsteadOf = gh:\n')
    place.editable('r-instead', 'remotes/instead')
    place.repository('remotes/urls', '[remote "origin"]\n\turl = https://example.com/1\n\turl = https://example.com/2\n'
                     '\tpushurl = https://example.com/3\n')
    place.editable('r-urls', 'remotes/urls')


@sound_660
def editable_git(place):
    remote = REMOTE % ('origin', 'https://example.com/x')
    place.repository('git/none')
    place.editable('g-none', 'git/none')
    place.repository('git/new', remote, commit=False)
    place.editable('g-new', 'git/new')
    place.repository('git/newer', commit=False)
    place.editable('g-newer', 'git/newer')
    place.repository('git/mono', remote, setup=None)
    place.tree('git/mono/a/b')
    place.editable('g-sub', 'git/mono/a/b')
    place.tree('git/mono/c d')
    place.editable('g-subspace', 'git/mono/c d')
    place.tree('git/mono/setup', 'setup.py')
    place.editable('g-setup', 'git/mono/setup')
    place.tree('git/mono/nested/src', None)
    place.tree('git/mono/nested')
    place.editable('g-nested', 'git/mono/nested/src')
    place.repository('git/top', remote)
    place.tree('git/top/src', None)
    place.editable('g-top', 'git/top/src')
    git('-C', place.repository('git/main', remote), 'worktree', 'add', '-q', place.src / 'git/tree', '-b', 'tree')
    place.tree('git/tree')
    place.editable('g-worktree', 'git/tree')
    outer = place.repository('git/outer', remote)
    place.repository('git/outer/inner', REMOTE % ('origin', 'https://example.com/inner'))
    (outer / '.git/modules').mkdir()
    (outer / 'inner/.git').rename(outer / '.git/modules/inner')
    (outer / 'inner/.git').write_text('gitdir: ../.git/modules/inner\n')
    place.editable('g-submodule', 'git/outer/inner')
    place.tree('git/outer/empty/.git', None)
    place.tree('git/outer/empty')
    place.editable('g-emptydir', 'git/outer/empty')
    place.tree('git/fake/.git', None)
    place.tree('git/fake')
    place.editable('g-fake', 'git/fake')
    git('init', '-q', '--bare', place.src / 'git/bare')
    place.tree('git/bare')
    place.editable('g-bare', 'git/bare')


@sound_660
def editable_other_vcs(place):
    for vcs in ('hg', 'bzr', 'svn'):
        place.tree('other/%s/.%s' % (vcs, vcs), None)
        place.tree('other/' + vcs)
        place.editable('o-' + vcs, 'other/' + vcs)


@sound
def egg_links(place):
    place.develop('l-plain', 'links/plain')
    place.tree('links/plain', 'setup.py')
    place.develop('l_under', 'links/under')
    place.develop('L.Dot', 'links/dot')
    place.develop('l-linked', 'links/linked', link='l_linked')
    place.develop('l-lonely', 'links/lonely', path=False)
    place.develop('l-git', 'links/git')
    place.repository('links/git', REMOTE % ('origin', 'https://example.com/x'), 'setup.py')
    place.develop('l-scp', 'links/scp')
    place.repository('links/scp', REMOTE % ('origin', 'git@example.com:a/b'), 'setup.py')
    place.develop('l-sub', 'links/mono/sub')
    place.repository('links/mono', REMOTE % ('origin', 'https://example.com/x'), None)
    place.tree('links/mono/sub', 'setup.py')
    place.develop('l-project', 'links/project')
    place.repository('links/project', REMOTE % ('origin', 'https://example.com/x'))


@case('sound', lambda place: place.pip < (19, 2) or place.pip == (20, 2), "pip prints git's words, or crashes")
def egg_links_unsaid(place):
    place.develop('l-none', 'links/none')
    place.repository('links/none', '', 'setup.py')
    place.develop('l-new', 'links/new')
    place.repository('links/new', REMOTE % ('origin', 'https://example.com/x'), 'setup.py', commit=False)


# ---- older forms, and where they are ----------------------------------------

@sound
def eggs(place):
    pkg_info = 'Metadata-Version: 1.0\nName: %s\nVersion: %s\n'
    py = '-py%d.%d' % place.python
    place.write('o_dir-1.0%s.egg-info/PKG-INFO' % py, pkg_info % ('o-dir', '1.0'))
    place.write('o_plain.egg-info/PKG-INFO', pkg_info % ('o-plain', '1.0'))
    place.write('O.File-1.0%s.egg-info' % py, pkg_info % ('O.File', '1.0'))
    place.write('o_other-1.0.egg-info/PKG-INFO', pkg_info % ('o-other', '2.0'))
    place.write('o_egg-1.0%s.egg/EGG-INFO/PKG-INFO' % py, pkg_info % ('o-egg', '1.0'))
    place.easy_install.append('./o_egg-1.0%s.egg' % py)
    place.write('o_loose-1.0%s.egg/EGG-INFO/PKG-INFO' % py, pkg_info % ('o-loose', '1.0'))


@sound
def pth(place):
    place.egg_info('pth/egg', 'p-egg')
    place.info(place.src / 'pth/info/p_info-1.0', 'p-info', '1.0')
    place.info(place.src / 'pth/info/p_shadow-2.0', 'p-shadow', '2.0')
    place.info('p_shadow-1.0')
    place.write('here/p_below-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\nName: p-below\nVersion: 1.0\n')
    place.write('zz.pth', '# comment\n\n%s\n%s   \nhere\n/nonexistent\nimport sys\nimport\tsys\n'
                % (place.src / 'pth/egg', place.src / 'pth/info'))
    place.write('.hidden.pth', 'hidden\n')
    place.write('hidden/p_hidden-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\nName: p-hidden\nVersion: 1.0\n')


@sound
def beside(place):
    """Its path begins like that of the environment."""
    beside = Path(str(place.env) + '-beside')
    place.info(beside / 'b_side-1.0', 'b-side', '1.0')
    place.write('beside.pth', '%s\n' % beside)


@sound
def leftovers(place):
    place.info('~eft-1.0')
    place.info('~~ft-1.0')
    (place.site / 'left').mkdir()
    (place.site / 'left.py').write_text('')


@sound
def skipped(place):
    for name in ('wheel', 'distribute', 'argparse', 'wsgiref', 'python', 'pkg-resources', 'pkg_resources2'):
        place.info(name.replace('-', '_') + '-0.1', name)


# ---- what is not well-formed ------------------------------------------------

def info(case_name, *args, **named):
    """A malformed case of nothing but a .dist-info."""
    CASES['malformed'][case_name] = (lambda place: place.info(*args, **named), None, None)


info('m_version_differs', 'm_differs-2.0', version='1.0')
info('m_underscore', 'm_underscore-1.0_1', version='1.0.post1')
info('m_dash', 'm_dash-1.0-1', version='1.0.post1')
info('m_name_dash', 'm-name-1.0', 'm-name', '1.0')
info('m_directory', 'm_directory-what', version='1.0')
info('m_unversioned', 'm_unversioned-1.0', version='not a version')
info('m_legacy', 'm_legacy-2004d', version='2004d')
info('m_empty', 'm_empty-1.0', metadata='')
info('m_nameless', 'm_nameless-1.0', metadata='Metadata-Version: 2.1\nVersion: 1.0\n')
info('m_no_version', 'm_noversion-1.0', metadata='Metadata-Version: 2.1\nName: m-noversion\n')
info('m_dash_first', '-dashfirst-1.0')
info('m_odd_name', 'm_odd-1.0', 'm odd!name')
info('m_unicode_name', 'm_uni-1.0', 'm-\u00fcni')


@malformed
def m_missing(place):
    place.info('M_Missing.x-1.0')
    (place.site / 'M_Missing.x-1.0.dist-info/METADATA').unlink()


@malformed
def m_nothing(place):
    (place.site / 'm_nothing-1.0.dist-info').mkdir()


@malformed
def m_file(place):
    place.write('m_file-1.0.dist-info', 'Name: x\n')


@malformed
def m_spaces(place):
    place.info('m_spaces-1.0', metadata='Metadata-Version: 2.1\nName: m-spaces  \nVersion: 1.0\n')
    place.info('m_folded-1.0', metadata='Metadata-Version: 2.1\nName:\n m-folded\nVersion: 1.0\n')


@crashes(lambda place: True)
def m_utf8(place):
    place.info('m_utf8-1.0', metadata=b'Metadata-Version: 2.1\nName: m-utf8\nVersion: 1.0\nAuthor: \xff\n')


@crashes(lambda place: True)
def m_null(place):
    place.info('m_null-1.0', direct_url='null')


@crashes(lambda place: place.pip >= (26, 1))
def m_list(place):
    place.info('m_list-1.0', direct_url='[]')


@crashes(lambda place: True)
def m_url_utf8(place):
    place.info('m_urlutf8-1.0', direct_url=b'{"url": "\xff", "archive_info": {}}')


@crashes(lambda place: (20, 1) <= place.pip < (26, 1))
def m_editable_url(place):
    place.info('m_edurl-1.0', direct_url={'url': 'https://example.com/', 'dir_info': {'editable': True}})


@crashes(lambda place: place.importlib)
def m_egg_info_empty(place):
    (place.site / 'm_egginfo.egg-info').mkdir()


def main():
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    place = Place(*sys.argv[1:3])
    for word in sys.argv[3:]:
        wanted = CASES[word] if word in CASES else {word: CASES['malformed'].get(word) or CASES['sound'][word]}
        for name, (function, unless, why) in wanted.items():
            if unless and unless(place) and not place.all:
                print('%s: %s' % (name, why))
            else:
                function(place)
    if place.easy_install:
        with open(place.site / 'easy-install.pth', 'a') as out:
            out.writelines(line + '\n' for line in place.easy_install)


main()
