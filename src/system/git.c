/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/git.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system/clock.h"
#include "system/programs.h"
#include "system/words.h"

#include "core/banned.h"

enum {
	ANSWER_MAX = 1024 * 1024,
};

/*
 * What the user tells git by variables stays: where his configuration is, and
 * how far a repository is looked for.  All else is of another repository, such
 * as that whose hook runs us, or writes somewhere (GIT_TRACE).
 */
static bool is_unwanted(const char *entry)
{
	static const char *const kept[] = {
		"GIT_CONFIG_GLOBAL",       "GIT_CONFIG_SYSTEM",
		"GIT_CONFIG_NOSYSTEM",     "GIT_CONFIG_COUNT",
		"GIT_CONFIG_KEY_",         "GIT_CONFIG_VALUE_",
		"GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM",
	};

	if (!starts_with(entry, "GIT_"))
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(kept); i++)
		if (starts_with(entry, kept[i]))
			return false;
	return true;
}

static char **environment(void)
{
	static const char *const ours[] = {
		"GIT_OPTIONAL_LOCKS=0",
		"GIT_NO_LAZY_FETCH=1",
		"GIT_TERMINAL_PROMPT=0",
		NULL,
	};
	struct words words = { 0 };

	for (char **entry = environ; *entry; entry++)
		if (!is_unwanted(*entry))
			words_add(&words, *entry);
	words_add_all(&words, ours);
	words_add(&words, NULL);
	return words.list;
}

/* Returns 0 or an errno value. */
static int start(const char *program, const char *dir, const char *const *args, int out, pid_t *pid)
{
	const char *const options[] = {
		"git", "--no-pager", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null",
		"-C",  dir,          NULL,
	};
	struct words argv = { 0 };

	words_add_all(&argv, options);
	words_add_all(&argv, args);
	words_add(&argv, NULL);
	return programs_start(program, argv.list, environment(), out, pid);
}

/* Returns 0, GIT_SILENT, or GIT_KILLED: it is to be. */
static int read_answer(int fd, struct buf *answer)
{
	long long end = clock_ms() + GIT_PATIENCE * 1000LL;
	struct pollfd wait = { .fd = fd, .events = POLLIN };

	while (answer->len <= ANSWER_MAX) {
		long long left = end - clock_ms();
		char data[4096];
		ssize_t n;

		if (left <= 0)
			return GIT_SILENT;
		if (poll(&wait, 1, (int)left) <= 0)
			continue;
		n = read(fd, data, sizeof(data));
		if (!n)
			return 0;
		if (n > 0)
			buf_put(answer, data, (size_t)n);
	}
	return GIT_KILLED;
}

int git_ask(const char *dir, const char *const *args, struct buf *answer)
{
	static bool silent;
	const char *program = programs_find("git");
	int ends[2], status, ret;
	pid_t pid;

	*answer = (struct buf)BUF_INIT;
	if (silent)
		return GIT_SILENT;
	if (!program)
		return GIT_MISSING;
	if (pipe2(ends, O_CLOEXEC))
		return GIT_KILLED;
	errno = start(program, dir, args, ends[1], &pid);
	close(ends[1]);
	if (errno) {
		close(ends[0]);
		return GIT_KILLED;
	}
	ret = read_answer(ends[0], answer);
	close(ends[0]);
	silent = ret == GIT_SILENT;
	if (ret)
		kill(pid, SIGKILL);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (!ret)
		ret = WIFEXITED(status) ? WEXITSTATUS(status) : GIT_KILLED;
	return ret;
}
