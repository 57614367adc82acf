/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/tracked.h"

#include "core/buf.h"
#include "core/hint.h"
#include "core/path.h"
#include "print/paste.h"

#include "core/banned.h"

enum git_tracking tracked_look(const char *env, const char **why)
{
	static const struct {
		const char *before, *behind;
	} words[] = {
		[GIT_REPOSITORY] = { "", " is a git repository itself" },
		[GIT_UNKNOWN] = { "cannot tell whether git tracks ", "" },
		[GIT_LATE] = { "cannot tell whether git tracks ", ": git did not answer in time" },
		[GIT_NOT_THERE] = { "cannot tell whether git tracks ", ": no 'git' is on PATH" },
	};
	const char *answer;
	enum git_tracking is = git_tracks(env, &answer);
	struct buf b = BUF_INIT;

	if (is == GIT_UNTRACKED)
		return is;
	if (is == GIT_TRACKED) {
		buf_puts(&b, "git tracks ");
		hint_quote(&b, answer);
		buf_puts(&b, " of ");
		hint_quote(&b, env);
	} else {
		buf_puts(&b, words[is].before);
		hint_quote(&b, env);
		buf_puts(&b, words[is].behind);
		if (answer) {
			buf_puts(&b, ": git says ");
			hint_quote(&b, answer);
		}
	}
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
