/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The files of hooks/, byte for byte, each ending in a NUL: the hooks with their
 * completion.
 */
#ifndef AVENV_CLI_HOOKS_EMBED_H
#define AVENV_CLI_HOOKS_EMBED_H

extern const char hook_bash[];
extern const char hook_zsh[];
extern const char hook_fish[];

#endif
