# SPDX-License-Identifier: GPL-3.0-or-later
"""The stories of the other tests, told in one more shell."""

import fnmatch
import runpy

import harness

# All that they need for the promises that such a shell keeps
STORIES = ("enter", "inherit", "deactivate", "by_hand", "path:PYTHONHOME*", "path:commands inherit*", "names", "helper",
           "options:loading*", "setup", "commands:create: on*", "commands:remove -y*", "../hook/idle")


def tell(kind, files, without):
    """Run in KIND what FILES register for every shell, or of a file those with a title like the
    pattern behind ":". WITHOUT: what KIND cannot do, by a pattern of the title."""
    main, harness.main = harness.main, lambda: None
    harness.every_shell = (kind,)
    tests = harness.TESTS[:]
    for file in files:
        name, _, wanted = file.partition(":")
        harness.TESTS.clear()
        runpy.run_path(f"{harness.ROOT}/tests/shell/{name}.t")
        for _, title, body, args in harness.TESTS:
            if not fnmatch.fnmatchcase(title, wanted or "*"):
                continue
            why = [text for pattern, text in without.items() if fnmatch.fnmatchcase(f"{name}: {title}", pattern)]
            tests.append((kind, f"{name}: {title}", skipped(why[0]) if why else body, args))
    harness.TESTS[:] = tests
    main()


def skipped(why):
    def body(*_):
        raise harness.Skip(why)
    return body
