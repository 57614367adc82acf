/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shells.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/path.h"
#include "fuzz.h"

enum {
	/** how long an answer may take, in ms */
	PATIENCE = 20000,
	NOBODY = 65534,
	CHUNK = 64 * 1024,
	ANSWER_MAX = 16 * 1024 * 1024,
	SHELLS_MAX = 32,
};

/*
 * This loop prints the end of an answer, as the script may be broken.
 */
#define LOOP_POSIX                                                                                 \
	"while IFS= read -r fuzz_n; do . ./script; "                                               \
	"builtin printf '<%s>\\0' \"$fuzz_n\"; done"
#define LOOP_FISH "while read -l n; source ./script; printf '<%s>\\0' $n; end"

/* Code run by a broken quote is not root's, and finds no program. */
static void become(const struct child *child, int in, int out)
{
	const char *loop = child->shell == &shell_fish ? LOOP_FISH : LOOP_POSIX;
	const char *argv[ARRAY_SIZE(child->argv) + 3] = { 0 };
	struct buf code = BUF_INIT;
	size_t n = 0;

	buf_putl(&code, child->prelude, loop);
	for (; child->argv[n]; n++)
		argv[n] = child->argv[n];
	argv[n++] = "-c";
	argv[n] = code.data;
	if (dup2(in, 0) < 0 || dup2(out, 1) < 0 || dup2(out, 2) < 0 || chdir(fuzz_scratch()))
		_exit(126);
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (!geteuid() && (setgroups(0, NULL) || setgid(NOBODY) || setuid(NOBODY)))
		_exit(126);
	setenv("LC_ALL", child->locale, 1);
	setenv("HOME", fuzz_scratch(), 1);
	execvp(argv[0], (char **)(uintptr_t)argv);
	_exit(127);
}

static bool is_there(const char *program)
{
	const char *list = getenv("PATH"), *dir;

	while ((dir = settings_element(&list)))
		if (!access(path_join(dir, program), X_OK))
			return true;
	return false;
}

static pid_t started[SHELLS_MAX];
static size_t started_count;

/* Processor time is counted once a child has been waited for. */
static void end_all(void)
{
	while (started_count) {
		pid_t pid = started[--started_count];

		kill(pid, SIGKILL);
		waitpid(pid, NULL, 0);
	}
}

static void start(struct child *child)
{
	int in[2], out[2];

	child->pid = -1;
	if (!is_there(child->argv[0]))
		return;
	CHECK(!pipe2(in, O_CLOEXEC) && !pipe2(out, O_CLOEXEC));
	fuzz_scratch();
	child->pid = fork();
	CHECK(child->pid >= 0);
	if (!child->pid)
		become(child, in[0], out[1]);
	if (!started_count)
		CHECK(!atexit(end_all));
	CHECK(started_count < SHELLS_MAX);
	started[started_count++] = child->pid;
	close(in[0]);
	close(out[1]);
	child->asked = (unsigned long long)time(NULL) * 1000000;
	child->in = in[1];
	child->out = out[0];
}

static void show(const char *what, const char *text, size_t len)
{
	dprintf(STDERR_FILENO, "%s:", what);
	for (size_t i = 0; i < len; i++)
		dprintf(STDERR_FILENO, " %02x", (unsigned char)text[i]);
	dprintf(STDERR_FILENO, "\n");
}

/* Bytes that the child printed; 0: it died, -1: it does not answer. */
static ssize_t read_more(const struct child *child, char *room, size_t size)
{
	struct pollfd ready = { .fd = child->out, .events = POLLIN };
	int n;

	/* libFuzzer looks at the clock by a signal. */
	do
		n = poll(&ready, 1, PATIENCE);
	while (n < 0 && errno == EINTR);
	return n > 0 ? TEMP_FAILURE_RETRY(read(child->out, room, size)) : -1;
}

/* All up to what ends the answer. */
static void read_answer(const struct child *child, const char *end, struct buf *got)
{
	const size_t len = strlen(end) + 1;

	do {
		ssize_t n;

		buf_reserve(got, CHUNK);
		n = read_more(child, got->data + got->len, CHUNK);
		if (n <= 0) {
			dprintf(STDERR_FILENO, "%s %s\n", child->name, n ? "hangs" : "died");
			show("got", got->data, got->len);
			abort();
		}
		got->len += (size_t)n;
		CHECK(got->len < ANSWER_MAX);
	} while (got->len < len || memcmp(got->data + got->len - len, end, len) != 0);
	buf_cut(got, got->len - len);
}

void child_expect(struct child *child, const struct buf *script, const struct buf *wanted)
{
	struct buf got = BUF_INIT;
	char line[32];
	int n;

	if (!child->pid)
		start(child);
	if (child->pid < 0)
		return;
	scratch_file("script", script->data, script->len);
	n = snprintf(line, sizeof(line), "<%llu>\n", ++child->asked);
	CHECK(write(child->in, line + 1, (size_t)n - 3) > 0 && write(child->in, "\n", 1) == 1);
	line[n - 1] = '\0';
	read_answer(child, line, &got);
	if (got.len == wanted->len && !memcmp(got.data, wanted->data, got.len))
		return;
	dprintf(STDERR_FILENO, "%s: another answer than wanted to\n%s\n", child->name,
		script->data);
	show("wanted", wanted->data, wanted->len);
	show("got", got.data, got.len);
	abort();
}

void wanted_put(struct buf *wanted, const char *text)
{
	buf_put(wanted, text, strlen(text) + 1);
}
