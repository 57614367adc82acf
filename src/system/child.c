/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system/clock.h"
#include "system/strings.h"

#include "core/banned.h"

bool child_sets(const char *entry, const char *const *list)
{
	size_t len = strcspn(entry, "=");

	for (; *list; list++)
		if (strcspn(*list, "=") == len && !memcmp(entry, *list, len))
			return true;
	return false;
}

const char *const *child_environment(bool (*unwanted)(const char *entry), const char *const *added)
{
	struct strings all = { 0 };

	for (char **entry = environ; *entry; entry++)
		if (!child_sets(*entry, added) && !(unwanted && unwanted(*entry)))
			strings_add(&all, *entry);
	strings_add_all(&all, added);
	return all.list;
}

/** A list as this program has it, and as posix_spawn(), which writes to none, wants it. */
union list {
	const char *const *ours;
	char *const *theirs;
};

/* Returns 0 or an errno value. */
static int spawn(posix_spawn_file_actions_t *actions, const char *const *argv,
		 const char *const *envp, pid_t *pid)
{
	union list args = { argv }, env = { envp };
	int failed = posix_spawn(pid, argv[0], actions, NULL, args.theirs, env.theirs);

	posix_spawn_file_actions_destroy(actions);
	return failed;
}

int child_start(struct child *child, const char *const *argv, const char *const *envp, int seconds)
{
	int ends[] = { -1, -1, -1, -1 }, failed = 0;
	posix_spawn_file_actions_t actions;

	*child = (struct child){ .out = BUF_INIT, .err = BUF_INIT };
	child->deadline = clock_ms() + seconds * 1000LL;
	if (pipe2(ends, O_CLOEXEC) || pipe2(ends + 2, O_CLOEXEC)) {
		failed = errno;
	} else {
		posix_spawn_file_actions_init(&actions);
		posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
		posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
		posix_spawn_file_actions_adddup2(&actions, ends[3], STDERR_FILENO);
		failed = spawn(&actions, argv, envp, &child->pid);
	}
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (ends[i] >= 0 && (failed || i % 2))
			close(ends[i]);
	child->fds[0] = ends[0];
	child->fds[1] = ends[2];
	errno = failed;
	return failed ? -1 : 0;
}

/* Add what *FD has to TEXT. At its end close it. */
static void take(int *fd, struct buf *text)
{
	size_t room = CHILD_OUTPUT_MAX - text->len;
	char data[8192];
	ssize_t n = read(*fd, data, sizeof(data));

	if (n > 0) {
		buf_put(text, data, (size_t)n < room ? (size_t)n : room);
	} else if (!n || errno != EINTR) {
		close(*fd);
		*fd = -1;
	}
}

void child_wait(struct child *child)
{
	while ((child->fds[0] >= 0 || child->fds[1] >= 0) && !child->late) {
		struct pollfd fds[] = { { .fd = child->fds[0], .events = POLLIN },
					{ .fd = child->fds[1], .events = POLLIN } };
		long long left = child->deadline - clock_ms();

		child->late = left <= 0;
		if (child->late || poll(fds, ARRAY_SIZE(fds), (int)left) <= 0)
			continue;
		if (fds[0].revents)
			take(&child->fds[0], &child->out);
		if (fds[1].revents)
			take(&child->fds[1], &child->err);
	}
	for (size_t i = 0; i < ARRAY_SIZE(child->fds); i++)
		if (child->fds[i] >= 0)
			close(child->fds[i]);
	/* Without output it is exiting, with a status that this no longer changes, or it hangs. */
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &child->status, 0) < 0 && errno == EINTR)
		continue;
}

int child_run(const char *const *argv, const char *const *envp, int keep, int *status)
{
	posix_spawn_file_actions_t actions;
	pid_t pid, ended;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO, STDOUT_FILENO);
	if (keep >= 0)
		posix_spawn_file_actions_adddup2(&actions, keep, keep);
	errno = spawn(&actions, argv, envp, &pid);
	if (errno)
		return -1;
	while ((ended = waitpid(pid, status, 0)) < 0 && errno == EINTR)
		continue;
	return ended < 0 ? -1 : 0;
}
