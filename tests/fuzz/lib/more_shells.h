/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shells beside bash, zsh and fish, for the target quote. */
#ifndef AVENV_MORE_SHELLS_H
#define AVENV_MORE_SHELLS_H

#include <stdlib.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "shell/shell.h"

/** How the shells that have no functions print; ^ is where the text in question goes */
static const struct more {
	const struct shell *shell;
	/** a command for a word; words for quoted text and the name of a variable */
	const char *print, *quoted, *variable;
	/** commands for an answer */
	const char *answer;
	/**
	 * the file of the hook, if that carries out the answer, a word, and what it needs; NULLs
	 */
	const char *hook, *functions;
} more[] = {
	{ &shell_tcsh, "/usr/bin/printf '%s\\0' ^", "^", "$^:q",
	  "set _avenv_message = ''\nset _avenv_cli = /bin/false\n^\nsetenv T $_avenv_message:q\n"
	  "if ( x != \"x$_avenv_message:q\" ) /bin/sh -c 'printf \"avenv: %s\\n\" \"$T\" >&2'\n",
	  NULL, NULL },
	{ &shell_elvish, "/usr/bin/printf '%s\\0' ^", "^", "(_avenv_get ^)",
	  "var kept = [&]\n"
	  "fn _avenv_set {|name value| set kept[$name] = $value }\n"
	  "fn _avenv_get {|name| if (has-key $kept $name) { put $kept[$name] } else { get-env $name } }\n"
	  "fn _avenv_define {|f| $f | nop (all) }\n"
	  "var edit: = (ns [&add-var~={|@_| }])\nfn _avenv_deactivate {|@_| put 1 }\n^",
	  NULL, NULL },
	{ &shell_nu, "_print ^", "^", "(_get ^)", "_avenv_apply ^", "hooks/avenv.nu",
	  "def --wrapped _print [...words] { ^/usr/bin/printf '%s\\0' ...$words }\n"
	  "def _get [name] { $env | merge $env._avenv | get $name | append [] | str join ':' }\n"
	  "$env._avenv = {}\n" },
	{ &shell_xonsh, "$[_print ^]", "@(^)", "@(_get('^'))", "_answer(^)", "hooks/avenv.xsh",
	  "import os, sys\n"
	  "_avenv = _Avenv(__xonsh__)\n"
	  "def _print(words, *_):\n"
	  "    sys.stdout.buffer.write(os.fsencode(words[0] + '\\0'))\n"
	  "    sys.stdout.buffer.flush()\n"
	  "def _answer(text):\n"
	  "    _avenv.apply(os.fsencode(text))\n"
	  "    _avenv._avenv_unchanged()\n"
	  "def _get(name):\n"
	  "    return getattr(_avenv, name) if name[0] == '_' else _avenv.env.detype()[name]\n"
	  "_avenv.alias('_print', _print)\n" },
};

/* TEMPLATE with TEXT in place of ^. */
static const char *more_text(const char *template, const char *text)
{
	size_t n = strcspn(template, "^");

	return joined(mem_dup(template, n), text, template + n + 1);
}

/* The hook that a shell's script begins with, or ""; NULL: it is not there. */
static const char *more_hook(const struct more *m)
{
	const char *dir = getenv("SRCDIR");
	struct text hook;

	if (!m || !m->hook)
		return "";
	if (!dir || file_slurp(path_join(dir, m->hook), 65536, &hook))
		return NULL;
	return joined(hook.data, m->functions);
}

static const struct more *more_of(const struct shell *shell)
{
	for (size_t i = 0; i < ARRAY_SIZE(more); i++)
		if (more[i].shell == shell)
			return &more[i];
	return NULL;
}

#endif
