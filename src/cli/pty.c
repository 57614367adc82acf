/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli/clock.h"
#include "core/mem.h"

#include "core/banned.h"

static void NORETURN become(const struct pty_program *program)
{
	if (dup2(program->extra, PTY_EXTRA) == PTY_EXTRA &&
	    !chdir(program->dir))
		execve(program->path, program->argv, program->envp);
	_exit(127);
}

int pty_start(struct pty *pty, const struct pty_program *program)
{
	const struct winsize size = { .ws_row = 24, .ws_col = 80 };

	*pty = (struct pty){ .fd = -1, .text = BUF_INIT };
	pty->pid = forkpty(&pty->fd, NULL, NULL, &size);
	if (pty->pid < 0)
		return -1;
	if (!pty->pid)
		become(program);
	fcntl(pty->fd, F_SETFD, FD_CLOEXEC);
	fcntl(pty->fd, F_SETFL, O_NONBLOCK);
	return 0;
}

/*
 * fish waits for a terminal that says what it is, and some prompts for one that
 * says where the cursor is.
 */
static void answer(const struct pty *pty, const char *asked)
{
	static const struct {
		const char *question, *answer;
	} known[] = {
		{ "\033[c", "\033[?62;22c" },
		{ "\033[0c", "\033[?62;22c" },
		{ "\033[6n", "\033[1;1R" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(known); i++)
		if (strstr(asked, known[i].question))
			pty_type(pty, known[i].answer);
}

int pty_read(struct pty *pty)
{
	char room[4096];
	ssize_t n = read(pty->fd, room, sizeof(room) - 1);

	if (n < 0)
		return errno == EAGAIN || errno == EINTR ? 0 : -1;
	room[n] = '\0';
	answer(pty, room);
	if (pty->text.len + (size_t)n > PTY_TEXT_MAX)
		buf_cut(&pty->text, 0);
	buf_put(&pty->text, room, (size_t)n);
	return n ? 0 : -1;
}

void pty_type(const struct pty *pty, const char *keys)
{
	ssize_t n = write(pty->fd, keys, strlen(keys));

	(void)n;
}

/* Behind the sequence that begins with the ESC at S. */
static const char *skip_sequence(const char *s)
{
	s++;
	if (*s == ']') {
		while (*s && *s != '\a' && *s != '\033')
			s++;
		return *s == '\a' ? s + 1 : s;
	}
	if (*s == '[')
		for (s++; *s && (*s < '@' || *s > '~');)
			s++;
	return *s ? s + 1 : s;
}

/* LINE ends; *LAST is it, unless it is blank. */
static void end_line(struct buf *line, const char **last)
{
	if (line->data[strspn(line->data, " ")])
		*last = mem_dups(line->data);
	buf_cut(line, 0);
}

const char *pty_last_line(const struct pty *pty)
{
	struct buf line = BUF_INIT;
	const char *s = pty->text.data, *last = "";

	while (*s) {
		if (*s == '\033') {
			s = skip_sequence(s);
			continue;
		}
		if (*s == '\n' || *s == '\r')
			end_line(&line, &last);
		else
			buf_putc(&line, *s);
		s++;
	}
	end_line(&line, &last);
	return last;
}

void pty_end(struct pty *pty, int wait_ms)
{
	const struct timespec tick = { .tv_nsec = 1000000 };
	long long end = clock_ms() + wait_ms;

	kill(pty->pid, SIGHUP);
	kill(pty->pid, SIGCONT);
	close(pty->fd);
	while (!waitpid(pty->pid, NULL, WNOHANG)) {
		if (clock_ms() > end)
			kill(pty->pid, SIGKILL);
		nanosleep(&tick, NULL);
	}
}
