/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "system/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/path.h"
#include "core/settings.h"
#include "core/venv.h"
#include "system/platform.h"

const char *programs_path(void)
{
	const char *list = getenv("PATH"), *dir;
	struct buf b = BUF_INIT;

	while ((dir = pathvar_next_dir(&list))) {
		const char *real = real_path_of(dir).path;

		/* Neither the path as written nor the real path is in an environment. */
		if (real && !venv_exists(path_parent(real)) &&
		    !venv_exists(path_parent(path_clean(dir))))
			buf_putl(&b, b.len ? ":" : "", dir);
	}
	return b.len ? b.data : DEFAULT_PATH;
}

const char *programs_find(const char *path, const char *name)
{
	const char *dir;

	if (!is_set(path))
		path = DEFAULT_PATH;
	while ((dir = pathvar_next_dir(&path)))
		if (file_is_program(path_join(dir, name)))
			return path_join(dir, name);
	return NULL;
}

const char *programs_lasting(const char *program)
{
	/* uv and pipx put links into ~/.local/bin even if PATH lacks it. */
	const char *path = getenv("PATH"), *local = settings_home(".local/bin"), *dir;
	const char *list = joined(path ? path : "", ":", local ? local : "");

	while ((dir = pathvar_next_dir(&list))) {
		path = path_join(dir, "avenv");
		if (file_same_at(path, program))
			return path_clean(path);
	}
	return program;
}

const char *programs_own(const char *name)
{
	const char *program = platform_own_program(), *bin, *beside, *installed;

	if (!program)
		return NULL;
	bin = path_parent(program);
	beside = path_join(bin, name);
	installed = path_clean(path_join(bin, joined(HELPER_DIR "/", name)));
	if (file_reachable(beside))
		return beside;
	return file_reachable(installed) ? installed : NULL;
}

/* LIST, of names or entries, ended by NULL, has the variable of ENTRY, "NAME=value". */
static bool has_variable(const char *entry, const char *const *list)
{
	size_t len = strcspn(entry, "=");

	for (; *list; list++)
		if (strcspn(*list, "=") == len && !memcmp(entry, *list, len))
			return true;
	return false;
}

/* A child of KIND must not inherit ENTRY, "NAME=value". */
static bool is_unwanted(enum child_kind kind, const char *entry)
{
	switch (kind) {
	case CHILD_PYTHON:
		return starts_with(entry, "PYTHON") || starts_with(entry, "__PYVENV_LAUNCHER__=");
	case CHILD_GIT:
		/* GIT_CONFIG_* selects the user's configuration. */
		return starts_with(entry, "GIT_") && !starts_with(entry, "GIT_CONFIG_");
	case CHILD_TOOL:
		break;
	}
	return has_variable(entry, venv_variables);
}

const char *const *child_environment(enum child_kind kind, const char *const *added)
{
	struct strings all = { 0 };

	for (char **entry = environ; *entry; entry++)
		if (!has_variable(*entry, added) && !is_unwanted(kind, *entry))
			strings_add(&all, *entry);
	strings_add_all(&all, added);
	return all.list;
}

static const int write_signals[] = { SIGPIPE, SIGXFSZ };
static void (*before[ARRAY_SIZE(write_signals)])(int);

void child_ignore_write_signals(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(write_signals); i++)
		before[i] = signal(write_signals[i], SIG_IGN);
}

void child_restore_write_signals(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(write_signals); i++)
		signal(write_signals[i], before[i]);
}

/*
 * Start ARGV[0] with FDS[0] to FDS[2] as standard input, output and error. FDS[0] may be -1, for
 * /dev/null in the directory /. Returns 0 or an errno value.
 */
static int spawn(const char *const *argv, const char *const *envp, const int *fds, pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t signals;
	sigset_t defaults;
	int failed;

	sigemptyset(&defaults);
	for (size_t i = 0; i < ARRAY_SIZE(write_signals); i++)
		if (before[i] != SIG_IGN)
			sigaddset(&defaults, write_signals[i]);
	posix_spawnattr_init(&signals);
	posix_spawnattr_setsigdefault(&signals, &defaults);
	posix_spawnattr_setflags(&signals, POSIX_SPAWN_SETSIGDEF);
	posix_spawn_file_actions_init(&actions);
	if (fds[0] < 0) {
		posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
		posix_spawn_file_actions_addchdir_np(&actions, "/");
	}
	for (int i = 0; i < 3; i++)
		if (fds[i] >= 0)
			posix_spawn_file_actions_adddup2(&actions, fds[i], i);
	/* posix_spawn() changes neither list. */
	failed = posix_spawn(pid, argv[0], &actions, &signals, (char *const *)(const void *)argv,
			     (char *const *)(const void *)envp);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&signals);
	return failed;
}

int child_start(struct child *child, const char *const *argv, const char *const *envp, int seconds)
{
	int ends[] = { -1, -1, -1, -1 }, failed;

	*child = (struct child){ .out = BUF_INIT, .err = BUF_INIT };
	child->deadline = platform_clock_ms() + seconds * 1000LL;
	failed = pipe2(ends, O_CLOEXEC) || pipe2(ends + 2, O_CLOEXEC) ?
			 errno :
			 spawn(argv, envp, (const int[]){ -1, ends[1], ends[3] }, &child->pid);
	for (size_t i = 0; i < ARRAY_SIZE(ends); i++)
		if (ends[i] >= 0 && (failed || i % 2))
			close(ends[i]);
	child->fds[0] = (struct pollfd){ .fd = ends[0], .events = POLLIN };
	child->fds[1] = (struct pollfd){ .fd = ends[2], .events = POLLIN };
	errno = failed;
	return failed ? -1 : 0;
}

/*
 * Append one read from the pipe END to TEXT, up to CHILD_OUTPUT_MAX bytes. Close END at its end or
 * after an error.
 */
static void read_pipe(struct pollfd *end, struct buf *text)
{
	size_t room = CHILD_OUTPUT_MAX - text->len;
	char data[8192];
	ssize_t n;

	if (!end->revents)
		return;
	n = read(end->fd, data, sizeof(data));
	if (n > 0) {
		buf_put(text, data, (size_t)n < room ? (size_t)n : room);
	} else if (!n || errno != EINTR) {
		close(end->fd);
		end->fd = -1;
	}
}

void child_wait(struct child *child)
{
	struct pollfd *fds = child->fds;
	long long left;

	while (fds[0].fd >= 0 || fds[1].fd >= 0) {
		left = child->deadline - platform_clock_ms();
		child->late = left <= 0;
		if (child->late)
			break;
		if (poll(fds, 2, (int)left) <= 0)
			continue;
		read_pipe(&fds[0], &child->out);
		read_pipe(&fds[1], &child->err);
	}
	for (size_t i = 0; i < 2; i++)
		file_close(fds[i].fd);
	/* A child that has ended keeps its status; one that only closed its pipes is killed. */
	kill(child->pid, SIGKILL);
	/* If waitpid() fails, the child counts as failed. */
	child->status = SIGKILL;
	while (waitpid(child->pid, &child->status, 0) < 0 && errno == EINTR)
		continue;
}

volatile sig_atomic_t child_interrupted;

static void on_interrupt(int number)
{
	child_interrupted = number;
}

int child_run(const char *const *argv, const char *const *envp, int out, int err)
{
	void (*interrupt)(int), (*quit)(int);
	int status = -1;
	pid_t pid;

	errno = spawn(argv, envp, (const int[]){ 0, out, err }, &pid);
	if (errno)
		return -1;
	/* After spawn(): a child would inherit ignored signals. */
	interrupt = signal(SIGINT, on_interrupt);
	quit = signal(SIGQUIT, SIG_IGN);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	signal(SIGINT, interrupt);
	signal(SIGQUIT, quit);
	return status;
}
