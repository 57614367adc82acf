/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/git.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>

#include "core/buf.h"
#include "core/escape.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/file_at.h"
#include "trust/worktree.h"

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

enum {
	/** bytes of FETCH_HEAD: some 100 for each branch of a remote */
	NOTED_MAX = 4 << 20,
};

/* DIR has an entry .git, or cannot be read. */
static bool has_git(const char *dir)
{
	return file_exists(path_join(dir, ".git")) != 0;
}

/* PATH has a second name, with its ASCII letters in the other case. */
static bool has_other_case(const char *path)
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

/*
 * The file system of TOP or of a directory between it and ENV ignores case, so that an entry of the
 * index with any case is ENV. A name without ASCII letters tells nothing: .git has some.
 */
static bool ignores_case(const char *top, const char *env)
{
	if (has_other_case(path_join(top, ".git")))
		return true;
	for (; !streq(env, top); env = path_parent(env))
		if (has_other_case(env))
			return true;
	return false;
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

/* REASON, for which nobody knows whether git tracks an environment. */
static struct git_answer unknown(const char *reason)
{
	return (struct git_answer){ .tracking = GIT_UNKNOWN, .text = reason };
}

/*
 * The reason why git failed at TOP, with what it WROTE. The command is in no quotes, and without a
 * path: nobody knows where the repository is, and what is not allowed gets no git command to paste.
 */
static const char *failure(const char *top, const char *wrote)
{
	const char *repository = worktree_repository(top);
	struct buf said = BUF_INIT;

	if (repository && !file_exists(repository))
		return joined("the repository of this worktree, ", escape_quoted(repository),
			      ", is not there; if it was moved, type git worktree repair WORKTREE "
			      "there");
	if (!*wrote)
		return "git failed, and does not say why";
	buf_puts(&said, "git says: ");
	escape_put(&said, mem_dup(wrote, strcspn(wrote, "\n")));
	return said.data;
}

/*
 * Ask git in the repository at TOP. Returns 0 if its answer is clear; else sets *A, and returns the
 * status of git_ask(), or GIT_FAILED for a complaint.
 */
static int ask(const char *top, const char *const *question, struct child *git,
	       struct git_answer *a)
{
	int status = git_ask(top, path_parent(top), question, git);

	if (!status && !git->err.len)
		return 0;
	if (strstr(git->err.data, "safe.directory")) {
		*a = (struct git_answer){ .tracking = GIT_OTHER_USER, .text = top };
		return GIT_FAILED;
	}
	if (status == GIT_LATE)
		*a = unknown("git did not answer in time");
	else if (status == GIT_MISSING)
		*a = unknown("no 'git' is on PATH");
	else
		*a = unknown(failure(top, git->err.data));
	return status ? status : GIT_FAILED;
}

/* ENV as a path in the repository at TOP */
static const char *pathspec(const char *top, const char *env)
{
	return joined(ignores_case(top, env) ? ":(literal,icase)" : ":(literal)",
		      path_relative(env, top));
}

/*
 * Ask if the index of the repository at TOP has a file of ENV's, or the tree of COMMIT, unless that
 * is NULL. Returns as ask() does.
 */
static int ask_files(const char *top, const char *env, const char *commit, struct git_answer *a)
{
	const char *tree = commit ? joined("--with-tree=", commit) : "--cached";
	const char *const question[] = { "--work-tree", top,  "ls-files",         "-z",
					 tree,          "--", pathspec(top, env), NULL };
	struct child git;
	int status;

	*a = (struct git_answer){ .tracking = GIT_UNTRACKED };
	status = ask(top, question, &git, a);
	if (!status && git.out.len)
		*a = (struct git_answer){ .tracking = GIT_TRACKED,
					  .text = path_join(top, git.out.data) };
	return status;
}

/* HEAD names a branch that has no commit yet. git says nothing only of such a one. */
static bool is_unborn(const char *top)
{
	const char *head[] = { "symbolic-ref", "-q", "HEAD", NULL };
	const char *branch[] = { "for-each-ref", NULL, NULL };
	struct git_answer none;
	struct child git;

	if (ask(top, head, &git, &none))
		return false;
	branch[1] = mem_dup(git.out.data, strcspn(git.out.data, "\n"));
	return !ask(top, branch, &git, &none) && !git.out.len;
}

/*
 * Ask about the index and HEAD: where a checkout failed, the index lacks the files that are there.
 */
static void ask_index_and_head(const char *top, const char *env, struct git_answer *a)
{
	struct git_answer index;

	if (ask_files(top, env, "HEAD", a) == GIT_FAILED && is_unborn(top)) {
		ask_files(top, env, NULL, a);
		return;
	}
	if (a->tracking == GIT_TRACKED) {
		ask_files(top, env, NULL, &index);
		if (index.tracking == GIT_UNTRACKED)
			a->tracking = GIT_IN_HEAD;
		else
			*a = index;
	}
}

/*
 * Add to IDS the commits in the file NAME of the repository DIR, FETCH_HEAD or MERGE_HEAD. It has a
 * line for each, which begins with the ID; git reads the first one only. An archive may have brought
 * the file: a word that is no ID could be an option. Returns 0, or -1 after setting *A.
 */
static int add_noted(const char *dir, const char *name, struct strings *ids, struct git_answer *a)
{
	const char *path = path_join(dir, name);
	struct text file;
	size_t len;

	if (file_slurp_follow(path, NOTED_MAX, &file)) {
		if (errno == ENOENT)
			return 0;
		*a = unknown(joined("cannot read ", escape_quoted(path), ": ",
				    errno == EINVAL ? "it is no regular file" : strerror(errno)));
		return -1;
	}
	/* The text ends there. */
	if (memchr(file.data, '\0', file.len)) {
		*a = unknown(joined("cannot read ", escape_quoted(path), ": it has NUL bytes"));
		return -1;
	}
	for (char *rest = file.data, *line; (line = strsep(&rest, "\n"));)
		if ((len = strspn(line, "0123456789abcdef")) && strchr("\t ", line[len]))
			strings_add(ids, mem_dup(line, len));
	return 0;
}

/*
 * Ask about all commits that the repository knows by a name, a reflog or as a parent of these: a git
 * command that fails may leave the files of what it was to check out, to merge or to revert, and the
 * next one that succeeds takes that name away. IDS that are no commits are passed over.
 */
static void ask_history(const char *top, const char *env, struct git_answer *a)
{
	const char *const question[] = {
		"--work-tree", top,        "rev-list",       "--max-count=1",
		"--all",       "--reflog", "--full-history", "--ignore-missing",
		NULL
	};
	const char *const pseudo_refs[] = { "ORIG_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD",
					    "REBASE_HEAD", NULL };
	const char *dir = worktree_git_dir(top);
	struct strings words = { 0 };
	struct child git;

	strings_add_all(&words, question);
	strings_add_all(&words, pseudo_refs);
	if (add_noted(dir, "FETCH_HEAD", &words, a) || add_noted(dir, "MERGE_HEAD", &words, a))
		return;
	strings_add(&words, "--");
	strings_add(&words, pathspec(top, env));
	if (!ask(top, words.list, &git, a) && git.out.len)
		*a = (struct git_answer){
			.tracking = GIT_IN_COMMIT,
			.text = env,
			.commit = mem_dup(git.out.data, strcspn(git.out.data, "\n")),
		};
}

/* A git command is at work in the repository at TOP, or was killed; or it applies a patch. */
static bool has_stopped(const char *top, struct git_answer *a)
{
	static const char *const names[] = { "index.lock", "rebase-apply/applying" };
	const char *dir = worktree_git_dir(top), *path;

	for (size_t i = 0; i < ARRAY_SIZE(names); i++) {
		path = path_join(dir, names[i]);
		if (file_exists(path)) {
			*a = unknown(joined("a git command has not ended: ", escape_quoted(path)));
			return true;
		}
	}
	return false;
}

/*
 * Ask the repository at TOP, above ENV. ENV is untracked only if git cannot have put it there: no
 * file of it is in the index, nor in a commit that it had checked out or may have been about to. A
 * command that ends meanwhile changes the index after its question: so the lock is looked for first.
 */
static void ask_repository(const char *top, const char *env, struct git_answer *a)
{
	struct git_answer stopped;
	bool at_work = has_stopped(top, &stopped);

	ask_index_and_head(top, env, a);
	if (a->tracking == GIT_UNTRACKED)
		ask_history(top, env, a);
	if (a->tracking == GIT_UNTRACKED && (at_work || has_stopped(top, &stopped)))
		*a = stopped;
	if (a->tracking == GIT_UNTRACKED && !is_ascii(path_relative(env, top)) &&
	    ignores_case(top, env))
		a->tracking = GIT_ANY_CASE;
}

void git_tracks(struct real_path env, struct git_answer *a)
{
	*a = (struct git_answer){ .tracking = GIT_UNTRACKED };
	if (has_git(env.path))
		a->tracking = GIT_REPOSITORY;
	for (const char *top = env.path; a->tracking == GIT_UNTRACKED && !streq(top, "/");) {
		top = path_parent(top);
		if (has_git(top))
			ask_repository(top, env.path, a);
	}
}
