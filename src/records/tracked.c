/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/tracked.h"

#include "core/buf.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"

enum git_tracking tracked_look(const char *env, const char **why)
{
	const char *answer;
	enum git_tracking is = git_tracks(env, &answer);
	const char *path = shown(env);

	if (is == GIT_TRACKED)
		*why = formatted("git tracks '%s'", shown(answer));
	else if (is == GIT_REPOSITORY)
		*why = formatted("'%s' is a git repository itself", path);
	else if (is == GIT_FOREIGN)
		*why = formatted("git reads no repository of another user, as '%s' is",
				 shown(answer));
	else if (is == GIT_UNKNOWN)
		*why = formatted("cannot tell whether git tracks '%s': %s", path, shown(answer));
	return is;
}

enum git_tracking slot_tracked(const char *path, struct buf *why)
{
	const char *reason = "";
	enum git_tracking is = tracked_look(path, &reason);

	buf_putl(why, reason,
		 is == GIT_TRACKED || is == GIT_REPOSITORY ? ", so others decide what runs" : "");
	return is;
}

const char *tracked_foreign_line(const char *env)
{
	const char *top;

	if (git_tracks(env, &top) != GIT_FOREIGN)
		return NULL;
	return formatted("git config --global --add safe.directory %s", paste_word(top));
}

const char *tracked_end_line(const char *env)
{
	const char *name = path_base(env);
	struct buf b = BUF_INIT;

	/* git treats a path as a pattern. -f untracks a file that is not committed, too. */
	buf_putl(&b, "git ",
		 name[strcspn(name, "*?[\\")] || *name == ':' ? "--literal-pathspecs " : "", "-C ",
		 paste_word(path_parent(env)), " rm -r -f -q --cached -- ", paste_word(name));
	return b.data;
}
