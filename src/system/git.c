/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/git.h"

#include <sys/wait.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"

int git_ask(const char *dir, const char *ceiling, const char *const *args, struct child *git)
{
	const char *const options[] = { "--no-pager",
					"-c",
					"core.fsmonitor=false",
					"-c",
					"core.hooksPath=/dev/null",
					"-c",
					"safe.bareRepository=explicit",
					"-C",
					dir,
					NULL };
	const char *path = programs_path(), *program = programs_find(path, "git");
	const char *ours[] = {
		"GIT_ALLOW_PROTOCOL=none", "GIT_NO_LAZY_FETCH=1",
		"GIT_OPTIONAL_LOCKS=0",    joined("GIT_CEILING_DIRECTORIES=", ceiling),
		joined("PATH=", path),     NULL
	};
	struct strings argv = { 0 };

	*git = (struct child){ .out = BUF_INIT, .err = BUF_INIT };
	if (!program)
		return GIT_MISSING;
	strings_add(&argv, program);
	strings_add_all(&argv, options);
	strings_add_all(&argv, args);
	/* 5 seconds: a configuration can name a FIFO, and git would block. */
	if (child_start(git, argv.list, child_environment(CHILD_GIT, ours), 5))
		return GIT_FAILED;
	child_wait(git);
	if (git->late)
		return GIT_LATE;
	return WIFEXITED(git->status) ? WEXITSTATUS(git->status) : GIT_FAILED;
}

/* DIR has an entry .git, or cannot be read. */
static bool has_git(const char *dir)
{
	return file_exists(path_join(dir, ".git")) != 0;
}

/*
 * PATH has a second name, with its letters in the other case: the file system ignores case, so that
 * an entry of the index with any case is this file.
 */
static bool ignores_case(const char *path)
{
	char *other = mem_dups(path_base(path));

	for (char *c = other; *c; c++) {
		if (*c >= 'a' && *c <= 'z')
			*c = (char)(*c - 'a' + 'A');
		else if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	}
	return !streq(other, path_base(path)) &&
	       file_same_at(path, path_join(path_parent(path), other));
}

/* Ask the repository at TOP, above ENV, whether it tracks ENV. ANSWER: see git_tracks(). */
static enum git_tracking ask_repository(const char *top, const char *env, const char **answer)
{
	const char *magic = ignores_case(env) ? ":(literal,icase)" : ":(literal)";
	const char *const question[] = {
		"--work-tree", top,  "ls-files",
		"-z",          "--", joined(magic, env + strlen(top) + !streq(top, "/")),
		NULL
	};
	struct child git;
	int status = git_ask(top, path_parent(top), question, &git);

	*answer = path_join(top, git.out.data);
	if (!status && !git.err.len)
		return git.out.len ? GIT_TRACKED : GIT_UNTRACKED;
	if (strstr(git.err.data, "safe.directory")) {
		*answer = top;
		return GIT_OTHER_USER;
	}
	*answer = joined("git says: ", mem_dup(git.err.data, strcspn(git.err.data, "\n")));
	if (status == GIT_LATE)
		*answer = "git did not answer in time";
	if (status == GIT_MISSING)
		*answer = "no 'git' is on PATH";
	return GIT_UNKNOWN;
}

enum git_tracking git_tracks(struct real_path env, const char **answer)
{
	enum git_tracking tracking = GIT_UNTRACKED;

	*answer = NULL;
	if (has_git(env.path))
		return GIT_REPOSITORY;
	for (const char *top = env.path; tracking == GIT_UNTRACKED && !streq(top, "/");) {
		top = path_parent(top);
		if (has_git(top))
			tracking = ask_repository(top, env.path, answer);
	}
	return tracking;
}
