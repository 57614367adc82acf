#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Each mutant of tests/mutants is killed by the test that it names.
exec "${SRCDIR:?}/tests/mutants/run"
