/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/git.h"

#include <errno.h>
#include <sys/wait.h>

#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/strings.h"
#include "system/programs.h"

#include "core/banned.h"

enum {
	/** A configuration can name a FIFO. */
	LIMIT_SECONDS = 5,
};

/*
 * GIT_CONFIG_* says where the user's configuration is. The others lead to another repository, as
 * in a hook, or make git write a file, as GIT_TRACE does.
 */
static bool is_unwanted(const char *entry)
{
	return starts_with(entry, "GIT_") && !starts_with(entry, "GIT_CONFIG_");
}

int git_ask(const char *dir, const char *ceiling, const char *const *args, struct child *git)
{
	const char *const options[] = { "--no-pager", "--literal-pathspecs",
					"-c",         "core.fsmonitor=false",
					"-c",         "core.hooksPath=/dev/null",
					"-c",         "safe.bareRepository=explicit",
					"-C",         dir,
					NULL };
	const char *ours[] = { "GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1",
			       "GIT_OPTIONAL_LOCKS=0", NULL, NULL };
	const char *program = programs_find("git");
	struct buf top = BUF_INIT;
	struct strings argv = { 0 };
	static bool silent;

	*git = (struct child){ .out = BUF_INIT, .err = BUF_INIT };
	if (!program || silent)
		return program ? GIT_SILENT : GIT_MISSING;
	buf_putl(&top, "GIT_CEILING_DIRECTORIES=", ceiling);
	ours[3] = top.data;
	strings_add(&argv, program);
	strings_add_all(&argv, options);
	strings_add_all(&argv, args);
	if (child_start(git, argv.list, child_environment(is_unwanted, ours), LIMIT_SECONDS))
		return GIT_FAILED;
	child_wait(git);
	silent = git->late;
	if (silent)
		return GIT_SILENT;
	return WIFEXITED(git->status) ? WEXITSTATUS(git->status) : GIT_FAILED;
}

/* An entry that cannot be looked at counts as there. */
static bool has_git(const char *dir)
{
	struct file_info info;

	return !file_lstat(path_join(dir, ".git"), &info) || !file_is_missing(errno);
}

enum git_tracking git_tracks(const char *env, const char **answer)
{
	const char *top = env;
	struct child git;
	int status;

	*answer = NULL;
	for (; !has_git(top); top = path_parent(top))
		if (streq(top, "/"))
			return GIT_UNTRACKED;
	if (streq(top, env))
		return GIT_REPOSITORY;
	status = git_ask(top, path_parent(top),
			 (const char *const[]){ "ls-files", "-z", "--",
						env + strlen(top) + !streq(top, "/"), NULL },
			 &git);
	if (git.err.len)
		*answer = mem_dup(git.err.data, strcspn(git.err.data, "\n"));
	if (status < 0)
		return status == GIT_SILENT ? GIT_LATE : GIT_NOT_THERE;
	if (status || git.err.len)
		return GIT_UNKNOWN;
	*answer = git.out.data;
	return git.out.len ? GIT_TRACKED : GIT_UNTRACKED;
}
