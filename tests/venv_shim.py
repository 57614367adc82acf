#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""CPython's own test_venv, with avenv create in the place of venv.EnvBuilder.create().

usage: PYTHON venv_shim.py AVENV

Prints each failure that is not in DELIBERATE, and exits 1 after any; 77 where PYTHON comes
without its tests. TMPDIR is a directory of the user's alone: avenv turns none on that others
can write to.
"""

import os
import subprocess
import sys
import unittest
import venv

# What avenv refuses, and what is no program's to do; by the name, a subtest's by its beginning.
DELIBERATE = {
    "test_overwrite_existing": "--clear refuses files of the user's in lib",
    "test_config_file_command_key": "before 3.13, as the next",
    "test_config_file_command_key (opt='--upgrade-deps'": "it runs pip, which the test replaces",
    "test_create_scm_ignore_files_multiple": "a class of the test's writes .bzrignore",
}
# Flags that avenv has not; a test that expects one of them asks for it or for a copy of Python.
FLAGS = ("--copies", "--upgrade'", "--upgrade ", "scm_ignore", "scm-ignore", "_base_executable")


class Builder(venv.EnvBuilder):
    def create(self, env_dir):
        prompt = getattr(self, "orig_prompt", self.prompt)
        flags = {
            "--without-pip": not self.with_pip,
            "--system-site-packages": self.system_site_packages,
            "--clear": self.clear,
            "--upgrade-deps": getattr(self, "upgrade_deps", False),
        }
        command = [sys.argv[1], "create", "-q", "-p", sys.executable]
        command += [flag for flag, given in flags.items() if given]
        command += ["--prompt", prompt] if prompt is not None else []
        done = subprocess.run(command + ["--", os.fspath(env_dir)], stderr=subprocess.PIPE)
        if done.returncode:
            raise ValueError(done.stderr.decode(errors="replace"))


def name(test):
    """"test_prompt", "test_config_file_command_key (opt='--clear', ...)"."""
    own = getattr(test, "test_case", test).id().split(".")[-1]
    return " ".join([own, test._subDescription()] if hasattr(test, "test_case") else [own])


def main():
    venv.EnvBuilder = Builder
    try:
        from test import test_venv
    except ImportError:
        return 77
    # A test asks for the name of the working directory.
    os.chdir(os.environ["TMPDIR"])
    suite = unittest.defaultTestLoader.loadTestsFromModule(test_venv)
    result = unittest.TextTestRunner(stream=open(os.devnull, "w")).run(suite)
    left = {name(test): text for test, text in result.failures + result.errors}
    left = {failed: text for failed, text in left.items() if failed.split(",")[0] not in DELIBERATE
            and not any(flag in failed + text for flag in FLAGS)}
    for failed, text in left.items():
        print(failed + ":", text)
    print("%d tests" % result.testsRun)
    return bool(left)


if __name__ == "__main__":
    sys.exit(main())
