#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Say which lines and branches the tests reach, and hold that to a list.

usage: coverage.py [--write] COUNTS LIST

COUNTS is what `gcovr --json` wrote, LIST what is known not to be reached, each with
its reason:

    =KIND REASON
    FILE
     FUNCTION
      KIND N TEXT

TEXT is the line's own, so that lines may move within their function; N of its branches
are never taken, or with "-" it is never reached. Lines that follow and are not reached
either belong to it. A function that is never called is one line "KIND - {}".

A table is printed, then what is not reached and not listed, which fails, and what is
listed and reached by now. --write makes LIST anew: what was listed keeps its kind, the
rest is of the kind "?", which fails until somebody has said why.
"""

import collections
import json
import os
import re
import sys

Place = collections.namedtuple('Place', 'file function text')


def function_names(entry):
    """Of each line of a file, the function it is in."""
    starts = sorted((f['lineno'], f['name'], f['execution_count']) for f in entry['functions'])
    calls = collections.Counter()
    for _, name, count in starts:
        calls[name] += count
    line_to_name = [(lineno, name) for lineno, name, _ in starts]

    def name_of(number):
        found = ''
        for lineno, name in line_to_name:
            if lineno > number:
                break
            found = name
        return found
    return name_of, {name for name, count in calls.items() if count == 0}


def missed_in(entry, source):
    """Each place of a file that is not reached, and how many of its branches are not
    taken: None where it is a line that is not reached."""
    name_of, uncalled = function_names(entry)
    missed, explained, current = [], False, None
    for name in sorted(uncalled):
        missed.append((Place(entry['file'], name, '{}'), None))
    for line in entry['lines']:
        number = line['line_number']
        name = name_of(number)
        if name in uncalled:
            continue
        if name != current:
            current, explained = name, False
        text = ' '.join(source[number - 1].split())
        untaken = sum(1 for branch in line['branches'] if not branch['count'])
        if not line['count']:
            if not explained:
                missed.append((Place(entry['file'], name, text), None))
            explained = True
        else:
            if untaken:
                missed.append((Place(entry['file'], name, text), untaken))
            explained = untaken > 0
    return missed


def read_counts(path):
    with open(path, encoding='utf-8') as f:
        files = json.load(f)['files']
    for entry in files:
        entry['lines'] = [line for line in entry['lines'] if not line.get('gcovr/noncode')]
    return sorted((entry for entry in files if entry['lines']), key=lambda entry: entry['file'])


def missed_of(files):
    missed = []
    for entry in files:
        with open(entry['file'], encoding='utf-8') as f:
            missed += missed_in(entry, f.read().split('\n'))
    return missed


def read_list(path):
    """The reasons by kind, and of each place [(kind, untaken)]."""
    reasons, listed = {}, collections.defaultdict(list)
    file = function = ''
    with open(path, encoding='utf-8') as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip('\n')
            if not line or line.startswith('#'):
                continue
            if line.startswith('='):
                kind, _, reason = line[1:].partition(' ')
                reasons[kind] = reason.strip()
                continue
            if not line.startswith(' '):
                file = line
            elif not line.startswith('  '):
                function = line.strip()
            else:
                entry = re.fullmatch(r'  (\S+) (-|\d+) (.+)', line)
                if not entry:
                    sys.exit(f'{path}:{number}: not "KIND N TEXT": {line.strip()}')
                kind, untaken, text = entry.groups()
                listed[Place(file, function, text)].append((kind, None if untaken == '-' else int(untaken)))
    return reasons, listed


def holds(entry, untaken):
    """A line that is listed as not reached may be reached in part."""
    return entry is None or (untaken is not None and untaken <= entry)


def compare(missed, listed):
    """(what is not listed, with the kind that it has; what is listed and reached)."""
    left = {place: sorted(entries, key=lambda e: (e[1] is not None, e[1] or 0)) for place, entries in listed.items()}
    unlisted, kinds = [], []
    for place, untaken in missed:
        entries = left.get(place, [])
        fit = next((e for e in reversed(entries) if holds(e[1], untaken)), None)
        if fit:
            entries.remove(fit)
            kinds.append(fit[0])
        else:
            unlisted.append((place, untaken))
            kinds.append('?')
    return unlisted, kinds, [(place, e) for place, entries in left.items() for e in entries]


def percent(part, whole):
    return f'{100 * part / whole:.1f}' if whole else '-'


def print_table(files):
    total = collections.Counter()
    print(f'{"file":34}{"lines":>7}{"missed":>8}{"%":>7}{"branches":>10}{"missed":>8}{"%":>7}')
    for entry in files + [None]:
        if entry:
            lines = entry['lines']
            branches = [b for line in lines for b in line['branches']]
            n = collections.Counter(lines=len(lines), branches=len(branches),
                                    line=sum(1 for line in lines if not line['count']),
                                    branch=sum(1 for b in branches if not b['count']))
            total += n
        else:
            n = total
        print(f'{entry["file"] if entry else "all":34}{n["lines"]:7}{n["line"]:8}'
              f'{percent(n["lines"] - n["line"], n["lines"]):>7}{n["branches"]:10}{n["branch"]:8}'
              f'{percent(n["branches"] - n["branch"], n["branches"]):>7}')


def show(place, untaken):
    what = 'never reached' if untaken is None else f'{untaken} branches never taken'
    return f'{place.file}: {place.function}: {what}: {place.text}'


def write_list(path, missed, kinds):
    with open(path, encoding='utf-8') as f:
        head = [line for line in f if line.startswith(('#', '=')) or not line.strip()]
    file = function = None
    rows = sorted(zip(missed, kinds), key=lambda row: row[0][0].file)
    with open(path, 'w', encoding='utf-8') as f:
        f.write(''.join(head).rstrip('\n') + '\n\n')
        for (place, untaken), kind in rows:
            if place.file != file:
                f.write(f'{place.file}\n')
            if (place.file, place.function) != (file, function):
                f.write(f' {place.function}\n')
            file, function = place.file, place.function
            f.write(f'  {kind} {"-" if untaken is None else untaken} {place.text}\n')


def main():
    words = sys.argv[1:]
    writing = words[:1] == ['--write']
    counts, path = words[writing:]
    files = read_counts(counts)
    missed = missed_of(files)
    reasons, listed = read_list(path) if os.path.exists(path) else ({}, {})
    unlisted, kinds, reached = compare(missed, listed)
    if writing:
        write_list(path, missed, kinds)
        return
    print_table(files)
    for place, (kind, untaken) in reached:
        print(f'reached by now, or not there: {show(place, untaken)}')
    for place, untaken in unlisted:
        print(f'NOT LISTED: {show(place, untaken)}')
    unknown = sorted({kind for entries in listed.values() for kind, _ in entries} - set(reasons))
    for kind in unknown:
        print(f'NO REASON for the kind: {kind}')
    print(f'{len(missed)} places not reached, {len(unlisted)} of them not in {path}')
    sys.exit(1 if unlisted or unknown else 0)


main()
