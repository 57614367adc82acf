/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of hooks/ and completions/, byte for byte, each ending in a NUL. */
#ifndef AVENV_HOOKS_EMBED_H
#define AVENV_HOOKS_EMBED_H

extern const char hook_bash[];
extern const char hook_zsh[];
extern const char hook_fish[];
extern const char completion_bash[];
extern const char completion_zsh[];
extern const char completion_fish[];

#endif
