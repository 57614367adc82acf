/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only file that is compiled again when PREFIX or the version changes. */
#include "cli/dirs.h"

const char *dirs_version(void)
{
	return AVENV_VERSION;
}

const char *dirs_bin(void)
{
	return AVENV_BINDIR;
}

const char *dirs_libexec(void)
{
	return AVENV_LIBEXECDIR;
}

const char *dirs_man(void)
{
	return AVENV_MANDIR;
}
