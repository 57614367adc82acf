/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/tracked.h"

#include "core/buf.h"
#include "core/hint.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

enum git_tracking tracked_look(const char *env, const char **why)
{
	const char *answer;
	enum git_tracking is = git_tracks(env, &answer);
	struct buf b = BUF_INIT;

	if (is == GIT_UNTRACKED)
		return is;
	if (is == GIT_TRACKED) {
		buf_puts(&b, "git tracks ");
		hint_quote(&b, answer);
		buf_puts(&b, " of ");
	} else if (is == GIT_UNKNOWN) {
		buf_puts(&b, "cannot tell whether git tracks ");
	}
	hint_quote(&b, env);
	if (is == GIT_REPOSITORY)
		buf_puts(&b, " is a git repository itself");
	else if (is == GIT_UNKNOWN)
		buf_putl(&b, ": ", shown(answer));
	*why = b.data;
	return is;
}

const char *tracked_end_line(const char *env)
{
	const char *name = path_base(env);
	struct buf b = BUF_INIT;

	/* git reads a path as a pattern. With -f it also forgets a file that is not committed. */
	buf_putl(&b, "git ",
		 name[strcspn(name, "*?[\\")] || *name == ':' ? "--literal-pathspecs " : "", "-C ",
		 paste_word(path_parent(env)), " rm -r -f -q --cached -- ", paste_word(name));
	return b.data;
}
