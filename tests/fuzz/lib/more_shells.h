/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shells beside bash, zsh and fish, for the target quote. */
#ifndef AVENV_MORE_SHELLS_H
#define AVENV_MORE_SHELLS_H

#include <stdlib.h>

#include "core/file.h"
#include "core/path.h"
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
	{ &shell_nu, "_print ", "(_get @)", "_avenv_apply " },
};

/* The hook of nushell, which carries out an answer, given as a word; NULL: it is not there. */
static const char *nu_hook(void)
{
	const char *dir = getenv("SRCDIR");
	struct text hook;

	if (!dir || file_slurp(path_join(dir, "hooks/avenv.nu"), 65536, &hook))
		return NULL;
	return joined(
		hook.data,
		"def --wrapped _print [...words] { ^/usr/bin/printf '%s\\0' ...$words }\n",
		"def _get [name] { $env | merge $env._avenv | get $name | append [] | str join ':' }\n",
		"$env._avenv = {}\n");
}

static const struct more *more_of(const struct shell *shell)
{
	for (size_t i = 0; i < ARRAY_SIZE(more); i++)
		if (more[i].shell == shell)
			return &more[i];
	return NULL;
}

#endif
