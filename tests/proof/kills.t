#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Promises: 61
# In memory: 30,000 small worlds, in each of which files are synced some ten times
# Every writer killed, and refused, at each of its system calls.
exec "${SRCDIR:?}/tests/kills/kills" -j 2
