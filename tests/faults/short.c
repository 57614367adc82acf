/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * short N[+] COMMAND [ARG...]: the Nth read or write of COMMAND's first thread, or
 * that one and all after it, moves one byte, as it may where a signal, a pipe or a
 * full disk comes in between; of many that are more than SMALL, half of them, or a
 * few tables would take longer than all the rest.  strace can make a call fail, but
 * not do less.
 * Exit status: COMMAND's, 128 and its signal, or 125 where this does not work here.
 */
#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	CANNOT = 125,
	SMALL = 64,
};

#if defined(__x86_64__)
#define CALL(regs)  ((long)(regs)->orig_rax)
#define THIRD(regs) (&(regs)->rdx)
#define FIFTH(regs) (&(regs)->r8)
typedef struct user_regs_struct registers;
#elif defined(__aarch64__)
#define CALL(regs)  ((long)(regs)->regs[8])
#define THIRD(regs) (&(regs)->regs[2])
#define FIFTH(regs) (&(regs)->regs[4])
typedef struct user_regs_struct registers;
#else
int main(void)
{
	return CANNOT;
}
#endif

#ifdef CALL

/* How much of N bytes is moved, of a call among ALL or of the one. */
static unsigned long long less(unsigned long long n, int all)
{
	return all && n > SMALL ? n / 2 : n > 0;
}

/* Make the call move less if CUT, if it is one that moves some. */
static int is_transfer(pid_t pid, int cut, int all)
{
	registers regs;
	struct iovec room = { .iov_base = &regs, .iov_len = sizeof(regs) };

	if (ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &room))
		return 0;
	switch (CALL(&regs)) {
	case SYS_read:
	case SYS_write:
	case SYS_pread64:
	case SYS_pwrite64:
		if (cut)
			*THIRD(&regs) = less(*THIRD(&regs), all);
		break;
	case SYS_copy_file_range:
		if (cut)
			*FIFTH(&regs) = less(*FIFTH(&regs), all);
		break;
	default:
		return 0;
	}
	if (cut && ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &room))
		exit(CANNOT);
	return 1;
}

static void follow(pid_t pid, long n, int all)
{
	const int options = PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL;
	int status, entering = 1, sig = 0;

	if (waitpid(pid, &status, 0) != pid || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL, options))
		exit(CANNOT);
	while (n > 0 || all) {
		if (ptrace(PTRACE_SYSCALL, pid, NULL, sig) ||
		    waitpid(pid, &status, 0) != pid)
			exit(CANNOT);
		if (!WIFSTOPPED(status))
			exit(WIFEXITED(status) ? WEXITSTATUS(status) :
						 128 + WTERMSIG(status));
		sig = WSTOPSIG(status);
		if (sig == (SIGTRAP | 0x80)) {
			if (entering && is_transfer(pid, n <= 1, all))
				n--;
			entering = !entering;
			sig = 0;
		} else if (sig == SIGTRAP) {
			n = all = sig = 0; /* an exec: no longer COMMAND */
		}
	}
	ptrace(PTRACE_DETACH, pid, NULL, sig);
	while (waitpid(pid, &status, 0) != pid && errno == EINTR)
		continue;
	exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

int main(int argc, char **argv)
{
	char *end;
	long n = argc > 2 ? strtol(argv[1], &end, 10) : 0;
	pid_t pid;

	if (n < 1)
		return CANNOT;
	pid = fork();
	if (pid < 0)
		return CANNOT;
	if (pid == 0) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL))
			_exit(CANNOT);
		execvp(argv[2], argv + 2);
		_exit(CANNOT);
	}
	follow(pid, n, *end == '+');
	return CANNOT;
}

#endif
