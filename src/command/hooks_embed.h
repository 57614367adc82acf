/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files hooks/avenv.SHELL and completions/avenv.SHELL of each shell, byte for byte. */
#ifndef AVENV_HOOKS_EMBED_H
#define AVENV_HOOKS_EMBED_H

extern const struct embedded {
	const char *shell, *hook, *completion;
} embedded[];

#endif
