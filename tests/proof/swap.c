/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A second user who exchanges two names while another user's command looks at
 * them.
 *
 *	swap UID GID A B N M FD VICTIM VICTIM_GID COMMAND [ARG...]
 *		before the Nth system call of COMMAND, and once more before the
 *		Mth; 0: never.  COMMAND runs as VICTIM.  The number of calls and
 *		of exchanges goes to descriptor FD.
 *
 * A and B are patterns, of which the first match counts: what a command makes
 * has a name that nobody knows beforehand.  Both users are in the group SHARED,
 * which may write to what a test shares.  A command that takes longer than
 * SECONDS_MAX is killed, status 124.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <linux/ptrace.h>

enum {
	SHARED = 4300,
	SECONDS_MAX = 20,
	/** what a stop at a system call looks like, PTRACE_O_TRACESYSGOOD */
	CALL_STOP = SIGTRAP | 0x80,
};

/** Who swaps what. */
struct attacker {
	uid_t uid;
	gid_t gid;
	const char *a, *b;
};

static volatile sig_atomic_t traced;

static void give_up(int sig)
{
	(void)sig;
	if (traced)
		kill(traced, SIGKILL);
}

static void die(const char *what)
{
	perror(what);
	_exit(125);
}

static bool exchange(const struct attacker *by)
{
	glob_t a = { 0 }, b = { 0 };
	bool done = !glob(by->a, GLOB_NOSORT, NULL, &a) &&
		    !glob(by->b, GLOB_NOSORT, NULL, &b) &&
		    !renameat2(AT_FDCWD, a.gl_pathv[0], AT_FDCWD, b.gl_pathv[0],
			       RENAME_EXCHANGE);

	globfree(&a);
	globfree(&b);
	return done;
}

/* As the attacker, for the moment: who traces must stay who he is. */
static bool strike(const struct attacker *by)
{
	uid_t uid = geteuid();
	gid_t gid = getegid();
	bool done;

	if (setegid(by->gid) || seteuid(by->uid))
		die("swap: cannot become the attacker");
	done = exchange(by);
	if (seteuid(uid) || setegid(gid))
		die("swap: cannot come back");
	return done;
}

static int next_stop(pid_t pid, int sig, int *status)
{
	if (ptrace(PTRACE_SYSCALL, pid, NULL, (void *)(intptr_t)sig))
		return -1;
	while (waitpid(pid, status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return 0;
}

static int trace(pid_t pid, const struct attacker *by, long n, long m, int fd)
{
	long calls = 0, struck = 0;
	int status, sig = 0;

	if (waitpid(pid, &status, 0) < 0 ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL,
		   (void *)(PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL)))
		die("swap: cannot trace");
	while (!next_stop(pid, sig, &status) && WIFSTOPPED(status)) {
		struct ptrace_syscall_info info;

		sig = WSTOPSIG(status) == CALL_STOP ? 0 : WSTOPSIG(status);
		if (sig == SIGTRAP)
			sig = 0;
		if (WSTOPSIG(status) != CALL_STOP ||
		    ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) <
			    0 ||
		    info.op != PTRACE_SYSCALL_INFO_ENTRY)
			continue;
		calls++;
		if (calls == n || calls == m)
			struck += strike(by);
	}
	dprintf(fd, "%ld %ld\n", calls, struck);
	if (WIFSIGNALED(status))
		return WTERMSIG(status) == SIGKILL ? 124 :
						     128 + WTERMSIG(status);
	return WEXITSTATUS(status);
}

static void become(uid_t uid, gid_t gid)
{
	if (setresgid(gid, gid, gid) || setresuid(uid, uid, uid))
		die("swap: cannot become the user");
}

static int strike_at(const struct attacker *by, char **argv)
{
	long n = strtol(argv[0], NULL, 10), m = strtol(argv[1], NULL, 10);
	int fd = (int)strtol(argv[2], NULL, 10);
	uid_t uid = (uid_t)strtoul(argv[3], NULL, 10);
	gid_t gid = (gid_t)strtoul(argv[4], NULL, 10);
	struct sigaction action = { .sa_handler = give_up };
	pid_t pid = fork();

	if (pid == 0) {
		become(uid, gid);
		close(fd);
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			die("swap: cannot be traced");
		execv(argv[5], argv + 5);
		die(argv[5]);
	}
	traced = pid;
	sigaction(SIGALRM, &action, NULL);
	alarm(SECONDS_MAX);
	return trace(pid, by, n, m, fd);
}

int main(int argc, char **argv)
{
	static const gid_t groups[] = { SHARED };
	struct attacker by;

	if (argc < 11) {
		fputs("usage: swap UID GID A B N M FD UID GID COMMAND...\n",
		      stderr);
		return 2;
	}
	by = (struct attacker){ .uid = (uid_t)strtoul(argv[1], NULL, 10),
				.gid = (gid_t)strtoul(argv[2], NULL, 10),
				.a = argv[3],
				.b = argv[4] };
	if (setgroups(1, groups))
		die("swap: only root can be two users");
	return strike_at(&by, argv + 5);
}
