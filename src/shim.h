/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `avenv-hook` under another name, as a link in the directory of shims: that program. */
#ifndef AVENV_SHIM_H
#define AVENV_SHIM_H

/*
 * Replace this process by the program NAME of this directory's environment, else by the next
 * program of that name on PATH that is no shim. ARGV[0] becomes that program's path, by which
 * Python finds its environment. Returns only after a failure: an exit status, after printing why.
 */
int shim_run(const char *name, int argc, char **argv);

/* The name under which this program was started; ARGV0 is argv[0]. */
const char *shim_name(const char *argv0);

#endif
