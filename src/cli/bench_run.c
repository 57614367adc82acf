/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

#include "cli/bench.h"
#include "cli/clock.h"
#include "cli/msg.h"
#include "cli/stage.h"
#include "core/mem.h"
#include "core/path.h"

#include "core/banned.h"

enum {
	/** what a shell that is told to end has for that, in ms */
	END_MS = 500,
};

#define SECOND 1000000000LL

static const char *const names[BENCH_WHATS] = {
	[BENCH_TRUE] = "true",   [BENCH_PROMPT] = "prompt",
	[BENCH_IDLE] = "idle",   [BENCH_IDLE_IN] = "idle_in",
	[BENCH_IN] = "in",       [BENCH_OUT] = "out",
	[BENCH_START] = "start", [BENCH_ELSEWHERE] = "elsewhere",
};

const char *bench_name(enum bench_what what)
{
	return names[what];
}

static struct bench_side *side_of(const struct bench_run *run)
{
	return &run->shell->sides[run->way];
}

/* ---- what it says ------------------------------------------------------- */

static long long in_ns(const struct timespec *t)
{
	return t->tv_sec * SECOND + t->tv_nsec;
}

/* By the clock that shells have. */
static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return in_ns(&t);
}

/* "1700000000.123456", or with a comma, in ns; 0: STAMP is none. */
static long long read_stamp(const char *stamp)
{
	long long ns, unit = SECOND / 10;
	char *at;

	ns = strtoll(stamp, &at, 10) * SECOND;
	if (*at != '.' && *at != ',')
		return 0;
	for (at++; *at >= '0' && *at <= '9'; at++, unit /= 10)
		ns += (*at - '0') * unit;
	return ns;
}

/* What was timed ends at the time AT; WHAT begins, so many TIMES. */
static void begin(struct bench_run *run, enum bench_what what, long times,
		  long long at)
{
	/* It ended before we had read that it had begun, or the clock was set. */
	bool missed = at <= run->since;

	if (run->what != BENCH_WHATS && !missed) {
		run->spent[run->what] += at - run->since;
		run->count[run->what] += run->times;
	}
	run->what = what;
	run->times = times;
	run->since = at;
}

/* Each start says it again. */
static void add_found(struct bench_shell *shell, const char *name)
{
	for (size_t i = 0; i < shell->found.count; i++)
		if (streq(shell->found.list[i], name))
			return;
	names_add(&shell->found, name);
}

static void take_fact(struct bench_run *run, const char *word, const char *text)
{
	struct bench_side *side = side_of(run);

	if (streq(word, "version"))
		run->shell->version = text;
	else if (streq(word, "has") && run->way == BENCH_YOURS)
		add_found(run->shell, text);
	else if (streq(word, "hook"))
		side->hooked = true;
	else if (streq(word, "off"))
		side->off = true;
	else if (streq(word, "round"))
		run->round = true;
}

/* "WHAT TIMES STAMP" or "WORD TEXT"; WRITTEN is when, as far as we know. */
static void take_line(struct bench_run *run, char *line, long long written)
{
	const char *word = strsep(&line, " "), *text = strsep(&line, " ");
	long long stamp = line ? read_stamp(line) : 0;
	size_t what = 0;

	while (what < BENCH_WHATS && !streq(word, names[what]))
		what++;
	if (what < BENCH_WHATS || streq(word, "-"))
		begin(run, (enum bench_what)what,
		      text ? strtol(text, NULL, 10) : 0,
		      stamp ? stamp : written);
	else
		take_fact(run, word, text ? text : "");
	run->heard = true;
	run->waits = what == BENCH_PROMPT;
}

/* What was written at once; *WHEN becomes when, where the kernel has said. */
static ssize_t receive(int says, struct iovec room, long long *when)
{
	union {
		char room[CMSG_SPACE(sizeof(struct timespec))];
		struct cmsghdr aligned;
	} control;
	struct msghdr message = { .msg_iov = &room,
				  .msg_iovlen = 1,
				  .msg_control = control.room,
				  .msg_controllen = sizeof(control.room) };
	ssize_t n = recvmsg(says, &message, MSG_DONTWAIT);
#ifdef SO_TIMESTAMPNS
	const struct cmsghdr *stamp = n > 0 ? CMSG_FIRSTHDR(&message) : NULL;
	struct timespec t;

	if (stamp && stamp->cmsg_type == SO_TIMESTAMPNS) {
		memcpy(&t, CMSG_DATA(stamp), sizeof(t));
		*when = in_ns(&t);
	}
#endif
	return n;
}

/* All that was written so far, be it parts of lines or several. */
static void take(struct bench_run *run)
{
	long long read = now(), when = read;
	char room[4096];
	const struct iovec all = { .iov_base = room, .iov_len = sizeof(room) };
	ssize_t n;

	while ((n = receive(run->says, all, &when)) > 0) {
		for (ssize_t i = 0; i < n; i++) {
			if (room[i] != '\n') {
				buf_putc(&run->line, room[i]);
				continue;
			}
			take_line(run, mem_dups(run->line.data), when);
			buf_cut(&run->line, 0);
		}
		when = read;
	}
}

int bench_channel(int ends[2])
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -1;
#ifdef SO_TIMESTAMPNS
	/* Where that is refused, what counts is when we read. */
	const int on = 1;

	setsockopt(ends[0], SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on));
#endif
	return 0;
}

/* ---- what went wrong ---------------------------------------------------- */

/* The shell that it has become by an exec; NULL: it is what it was. */
static const char *became(const struct bench_run *run)
{
	char proc[64], target[PATH_MAX];
	ssize_t n;

	snprintf(proc, sizeof(proc), "/proc/%ld/exe", (long)run->pty.pid);
	n = readlink(proc, target, sizeof(target) - 1);
	target[n > 0 ? n : 0] = '\0';
	return n > 0 && shell_find(target) != run->shell->shell ?
		       mem_dups(path_base(target)) :
		       NULL;
}

/* Say how it FAILED. */
static int fail(struct bench_run *run, const char *failed)
{
	const char *what = run->way == BENCH_YOURS ? "with your startup files" :
						     "without startup files";
	const char *printed = pty_last_line(&run->pty);
	struct buf b = BUF_INIT;

	buf_putl(&b, shown(run->shell->program), ", ", what, ", ", failed);
	if (*printed)
		buf_putl(&b, "; it last printed '", shown(printed), "'");
	side_of(run)->failed = true;
	return error("%s", b.data);
}

static int fail_late(struct bench_run *run, int wait_ms)
{
	const char *other = became(run);
	struct buf b = BUF_INIT;

	if (other) {
		buf_putl(&b, "became '", shown(other), "'");
		return fail(run, b.data);
	}
	/* What zsh reads of ours comes next after the system's zshenv. */
	buf_putl(&b,
		 run->shell->shell == &shell_zsh && !run->heard ?
			 "did not go where we had set ZDOTDIR, which the "
			 "system's zshenv may have set anew, within " :
			 "did not come to a prompt within ",
		 counted((size_t)wait_ms / 1000, "second", "seconds"));
	return fail(run, b.data);
}

/* ---- at work ------------------------------------------------------------ */

/* Until it waits at its prompt; -1 where it failed or a signal came. */
static int advance(struct bench_run *run, int wait_ms)
{
	long long end = clock_ms() + wait_ms, left;
	struct pollfd fds[] = { { .fd = run->says, .events = POLLIN },
				{ .fd = run->pty.fd, .events = POLLIN } };

	while (!run->waits) {
		left = end - clock_ms();
		if (stage_interrupted())
			return -1;
		if (left <= 0)
			return fail_late(run, wait_ms);
		if (poll(fds, ARRAY_SIZE(fds), (int)left) < 0)
			continue;
		if (fds[0].revents) {
			take(run);
			/* It has closed its end: it will say no more. */
			if (fds[0].revents & ~POLLIN)
				fds[0].fd = -1;
		} else if (fds[1].revents && pty_read(&run->pty)) {
			return fail(run, "ended before its prompt");
		}
	}
	return 0;
}

/* Of a cd that turned nothing on there is none. */
static bool is_void(const struct bench_side *side, enum bench_what what)
{
	return side->off &&
	       (what == BENCH_IN || what == BENCH_OUT || what == BENCH_IDLE_IN);
}

/* Of this round, also where there is none: what is of one round stays a pair. */
static void keep_figure(const struct bench_run *run, enum bench_what what)
{
	struct bench_side *side = side_of(run);
	struct bench_figures *f = &side->figures[what];
	bool is = run->count[what] && !is_void(side, what);

	f->list = mem_grow(f->list, f->count, &f->room, sizeof(*f->list));
	f->list[f->count++] = is ? run->spent[what] / run->count[what] : 0;
}

void bench_run_start(struct bench_run *run, const struct bench_place *place,
		     struct bench_shell *shell, enum bench_way way)
{
	int ends[2];

	*run = (struct bench_run){ .shell = shell,
				   .way = way,
				   .line = BUF_INIT,
				   .what = BENCH_START,
				   .times = 1,
				   .since = now() };
	side_of(run)->failed = true;
	if (bench_channel(ends)) {
		error_errno("cannot make a socket");
		return;
	}
	run->says = ends[0];
	run->running =
		!bench_place_start(place, shell, way, ends[1], &run->pty);
	close(ends[1]);
	if (!run->running) {
		error_errno("cannot make a pseudo-terminal");
		close(ends[0]);
		return;
	}
	side_of(run)->failed = false;
	if (advance(run, place->wait_ms))
		bench_run_end(run);
	else
		keep_figure(run, BENCH_START);
}

void bench_run_round(struct bench_run *run, int wait_ms)
{
	int failed = 0;

	memset(run->spent, 0, sizeof(run->spent));
	memset(run->count, 0, sizeof(run->count));
	/* It has waited for this Enter while others were at work. */
	run->what = BENCH_WHATS;
	run->round = false;
	while (!failed && !run->round) {
		run->waits = false;
		pty_type(&run->pty, "\r");
		failed = advance(run, wait_ms);
	}
	if (failed) {
		bench_run_end(run);
		return;
	}
	for (enum bench_what i = 0; i < BENCH_START; i++)
		keep_figure(run, i);
}

void bench_run_end(struct bench_run *run)
{
	if (!run->running)
		return;
	run->running = false;
	pty_end(&run->pty, END_MS);
	close(run->says);
}
