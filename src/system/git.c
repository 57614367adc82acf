/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/git.h"

#include <errno.h>
#include <sys/wait.h>

#include "core/file.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/child.h"
#include "system/programs.h"
#include "system/strings.h"

#include "core/banned.h"

/* GIT_CONFIG_* says where the user's configuration is. Any other leads to another repository, as
 * inside a hook, or writes somewhere, as GIT_TRACE does. */
static bool is_unwanted(const char *entry)
{
	return starts_with(entry, "GIT_") && !starts_with(entry, "GIT_CONFIG_");
}

/* As git_ask(). The search for a repository goes up to the directory below CEILING. */
static int ask(const char *dir, const char *ceiling, const char *const *args, struct child *git)
{
	static bool silent;
	const char *const options[] = {
		programs_find("git"),
		"--no-pager",
		"--literal-pathspecs",
		"-c",
		"core.fsmonitor=false",
		"-c",
		"core.hooksPath=/dev/null",
		"-c",
		"safe.bareRepository=explicit",
		"-C",
		dir,
		NULL,
	};
	struct buf up_to = BUF_INIT;
	struct strings argv = { 0 };

	*git = (struct child){ .out = BUF_INIT, .err = BUF_INIT };
	if (silent)
		return GIT_SILENT;
	if (!options[0])
		return GIT_MISSING;
	buf_putl(&up_to, "GIT_CEILING_DIRECTORIES=", ceiling);
	strings_add_all(&argv, options);
	strings_add_all(&argv, args);
	if (child_start(git, argv.list,
			child_environment(is_unwanted,
					  (const char *const[]){
						  "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1",
						  "GIT_OPTIONAL_LOCKS=0", up_to.data, NULL }),
			GIT_PATIENCE))
		return GIT_KILLED;
	child_wait(git);
	silent = git->late;
	if (silent)
		return GIT_SILENT;
	return WIFEXITED(git->status) ? WEXITSTATUS(git->status) : GIT_KILLED;
}

int git_ask(const char *dir, const char *const *args, struct buf *answer)
{
	struct child git;
	int ret = ask(dir, "", args, &git);

	*answer = git.out;
	return ret;
}

/* One that cannot be looked at counts as there. */
static bool has_git(const char *dir)
{
	struct file_info info;

	return !file_lstat(path_join(dir, ".git"), &info) || !file_is_missing(errno);
}

static struct git_tracking unknown(const char *env, int status, const struct child *git)
{
	struct buf why = BUF_INIT;

	buf_puts(&why, "cannot tell whether git tracks ");
	hint_quote(&why, env);
	if (status == GIT_MISSING) {
		buf_puts(&why, ": there is no 'git' to ask");
	} else if (status == GIT_SILENT) {
		buf_puts(&why, ": git did not answer within ");
		buf_putu(&why, GIT_PATIENCE);
		buf_puts(&why, " s");
	} else if (git->err.len) {
		buf_puts(&why, ": git says ");
		hint_quote(&why, mem_dup(git->err.data, strcspn(git->err.data, "\n")));
	} else {
		buf_puts(&why, ": git failed");
	}
	return (struct git_tracking){ .is = GIT_UNKNOWN, .why = why.data };
}

struct git_tracking git_tracks(const char *env)
{
	const char *top = env, *name;
	struct buf why = BUF_INIT;
	struct child git;
	int status;

	while (!has_git(top)) {
		if (streq(top, "/"))
			return (struct git_tracking){ .is = GIT_UNTRACKED };
		top = path_parent(top);
	}
	hint_quote(&why, env);
	buf_puts(&why, " is a git repository itself");
	if (streq(top, env))
		return (struct git_tracking){ .is = GIT_TRACKED, .why = why.data };
	name = env + strlen(top) + !streq(top, "/");
	status = ask(top, path_parent(top),
		     (const char *const[]){ "ls-files", "-z", "--", name, NULL }, &git);
	if (status || git.err.len)
		return unknown(env, status, &git);
	if (!git.out.len)
		return (struct git_tracking){ .is = GIT_UNTRACKED };
	buf_cut(&why, 0);
	buf_puts(&why, "git tracks ");
	hint_quote(&why, git.out.data);
	return (struct git_tracking){
		.is = GIT_TRACKED, .why = why.data, .worktree = top, .name = name
	};
}
