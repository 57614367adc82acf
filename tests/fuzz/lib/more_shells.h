/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shells beside bash, zsh and fish, for the target quote. */
#ifndef AVENV_MORE_SHELLS_H
#define AVENV_MORE_SHELLS_H

#include "shell/shell.h"

/** How the shells that have no functions print a word, and a variable */
static const struct more {
	const struct shell *shell;
	const char *print, *variable, *stubs;
} more[] = {
	{ &shell_tcsh, "/usr/bin/printf '%s\\0' ", "$@:q",
	  "alias _avenv_say 'setenv T $_avenv_text:q; /bin/sh -c '\"'\"'printf \"avenv: %s\\n\" \"$T\" >&2'\"'\"\n"
	  "set _avenv_cli = /bin/false\n" },
	{ &shell_elvish, "/usr/bin/printf '%s\\0' ", "(_avenv_get @)",
	  "var kept = [&]\n"
	  "fn _avenv_set {|name value| set kept[$name] = $value }\n"
	  "fn _avenv_get {|name| if (has-key $kept $name) { put $kept[$name] } else { get-env $name } }\n"
	  "fn _avenv_watch {|f| $f | nop (all) }\n"
	  "var edit: = (ns [&add-var~={|@_| }])\nfn _avenv_off {|@_| put 1 }\n" },
};

static const struct more *more_of(const struct shell *shell)
{
	for (size_t i = 0; i < ARRAY_SIZE(more); i++)
		if (more[i].shell == shell)
			return &more[i];
	return NULL;
}

#endif
