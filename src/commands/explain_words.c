/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is decided and found, and what mends it, each in a word or a few. */
#include "commands/explain.h"

#include "core/buf.h"
#include "mend/cfg_mend.h"

#include "print/paste.h"

#include "core/banned.h"

const char *explain_action(enum action action)
{
	static const char *const words[] = {
		[DO_NOTHING] = "nothing",     [DO_ACTIVATE] = "activate",
		[DO_SWITCH] = "switch",       [DO_DEACTIVATE] = "deactivate",
		[DO_REFRESH] = "refresh",     [DO_ADOPT] = "adopt",
		[DO_DROP_OURS] = "drop ours", [DO_DEFINE_DEACTIVATE] = "define deactivate",
	};

	return words[action];
}

const char *explain_decision(enum action action)
{
	static const char *const words[] = {
		[DO_NOTHING] = "no change",
		[DO_ACTIVATE] = "turn it on",
		[DO_SWITCH] = "turn it on in place of what is on",
		[DO_DEACTIVATE] = "turn off what is on",
		[DO_REFRESH] = "put it first in PATH again",
		[DO_ADOPT] = "take over what is on",
		[DO_DROP_OURS] = "leave yours on, take avenv's away",
		[DO_DEFINE_DEACTIVATE] = "leave yours on, with a 'deactivate'",
	};

	return words[action];
}

const char *explain_outcome(enum outcome outcome)
{
	static const char *const words[] = {
		[FIND_NONE] = "none",
		[FIND_ENV] = "usable",
		[FIND_UNTRUSTED] = "not allowed",
		[FIND_CHANGED] = "changed",
		[FIND_DENIED] = "denied",
		[FIND_REFUSED] = "refused",
		[FIND_FOREIGN] = "foreign",
		[FIND_BROKEN] = "broken",
		[FIND_AMBIGUOUS] = "ambiguous",
	};

	return words[outcome];
}

const char *explain_mending(const struct found *found)
{
	const char *path = found->venv.path;
	struct buf b = BUF_INIT;
	const char *command = path ? cfg_mend(&found->venv) : NULL;

	if (command)
		return command;
	if (!path || found->venv.health == HEALTHY || !venv_is_env(&found->venv))
		buf_putl(&b, "ls -l ", paste_word(path ? path : found->candidate.path));
	else
		buf_putl(&b, "avenv repair ", paste_word(path));
	return b.data;
}

const char *explain_closing(const struct found *found)
{
	return found->refusal == REFUSED_ACCESS_LIST ? "setfacl -b " : "chmod go-w ";
}
