/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `make` was told: the version and where `make install` puts things. */
#ifndef AVENV_CLI_DIRS_H
#define AVENV_CLI_DIRS_H

/** The release, such as "0.1.0". */
const char *dirs_version(void);

/** Where avenv itself is installed. */
const char *dirs_bin(void);

/** The directory of avenv-hook, such as "/usr/local/libexec/avenv". */
const char *dirs_libexec(void);

/** The directory of manuals, such as "/usr/local/share/man". */
const char *dirs_man(void);

#endif
