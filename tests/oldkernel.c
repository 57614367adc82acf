/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Run a program as an old kernel would, or a sandbox: the newer system calls fail.
 * usage: oldkernel ENOSYS|EPERM COMMAND [ARG...]
 */
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FAILS(name)                                                                                \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 1), BPF_STMT(BPF_RET | BPF_K, fails)

int main(int argc, char **argv)
{
	const unsigned error = argc > 1 && !strcmp(argv[1], "EPERM") ? EPERM : ENOSYS;
	const unsigned fails = SECCOMP_RET_ERRNO | error;
	/* Linux 3.15, 3.17 and 4.11 */
	struct sock_filter code[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		FAILS(renameat2),
		FAILS(getrandom),
		FAILS(statx),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	struct sock_fprog program = { sizeof(code) / sizeof(*code), code };

	if (argc < 3)
		return 2;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
	    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("seccomp");
		return 2;
	}
	execvp(argv[2], argv + 2);
	return 127;
}
