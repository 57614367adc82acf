/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * avenv: the command. This file reads the options before the command's name and runs the command.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "command/command.h"
#include "core/cwd.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

/*
 * A descriptor 0 to 2 that is closed would be taken by the next open().  What
 * stands in for it fails as the closed one would: it can be used the wrong way
 * round only.
 */
static int open_std_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		int way = fd == STDIN_FILENO ? O_WRONLY : O_RDONLY;

		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", way | O_CLOEXEC) != fd)
			return -1;
	}
	return 0;
}

/* The write that a file's limit stops then fails with EFBIG. */
static void go_on(int sig)
{
	(void)sig;
}

static volatile sig_atomic_t reader_gone;

/* The write fails with EPIPE. */
static void go_on_unread(int sig)
{
	(void)sig;
	reader_gone = 1;
}

/*
 * Else SIG would end us in the middle of a file, or of a change, without a word.
 * It is not ignored, as what is started would inherit that.
 */
static void outlive(int sig, void (*handler)(int))
{
	struct sigaction action = { 0 }, before;

	sigaction(sig, NULL, &before);
	sigemptyset(&action.sa_mask);
	action.sa_handler = handler;
	action.sa_flags = SA_RESTART;
	if (before.sa_handler != SIG_IGN)
		sigaction(sig, &action, NULL);
}

/* Nothing that allocates can say it. */
static void say_out_of_memory(void)
{
	static const char text[] = "avenv: out of memory\n";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		return;
}

static int read_context(struct context *ctx, const char *pwd)
{
	struct file_info root;

	if (file_lstat("/", &root))
		return error_errno("cannot look at '/'");
	settings_read(&ctx->settings);
	ctx->user = user_of(root.uid);
	trust_init(&ctx->trust, &ctx->settings, &ctx->user);
	ctx->pwd = cwd_logical(pwd, ctx->physical);
	return 0;
}

/*
 * -C DIR: PWD as `cd -P DIR` leaves it where DIR goes up through a link, as
 * `cd DIR` does otherwise.
 */
static int change_dir(struct context *ctx, const char **pwd, const char *to)
{
	const char *base = is_set(*pwd) ? *pwd : ctx->physical;

	if (chdir(to))
		return error_errno("cannot change to '%s'", shown(to));
	ctx->physical = cwd_physical();
	*pwd = base ? path_clean(path_join(base, to)) : NULL;
	return 0;
}

/* Take the words before the command.  Returns where it stands, 0: all done. */
static int take_globals(struct context *ctx, int argc, char **argv, const char **pwd, bool *ended)
{
	int i = 1;

	for (; i < argc && argv[i][0] == '-' && argv[i][1]; i++) {
		*ended = streq(argv[i], "--");
		if (*ended)
			return i + 1;
		if (streq(argv[i], "-q") || streq(argv[i], "--quiet"))
			msg_quiet = true;
		else if (streq(argv[i], "-C") && i + 1 < argc) {
			if (change_dir(ctx, pwd, argv[++i]))
				exit(EXIT_FAILED);
		} else if (streq(argv[i], "-C")) {
			error("option '-C' needs an argument; see 'avenv "
			      "--help'");
			exit(EXIT_USAGE);
		} else if (streq(argv[i], "-V") || streq(argv[i], "--version")) {
			printf("avenv %s\n", AVENV_VERSION);
			return 0;
		} else {
			break;
		}
	}
	return i;
}

/*
 * ARGV begins with the command's name, and no option is one where they have
 * ENDED; the word before it is there, too.
 */
static int dispatch(struct context *ctx, int argc, char **argv, bool ended)
{
	const struct command *cmd;
	char *plain[] = { (char[]){ "" }, NULL };

	if (argc == 0)
		return command_run(&cmd_plain, ctx, 1, plain);
	if (!ended && (streq(argv[0], "--help") || streq(argv[0], "-h")))
		return command_run(&cmd_help, ctx, 1, argv);
	if (argv[0][0] == '-' && !ended)
		return command_run(&cmd_plain, ctx, argc + 1, argv - 1);
	cmd = command_find(argv[0]);
	if (!cmd)
		return command_unknown(argv[0]);
	if (cmd->writes)
		outlive(SIGPIPE, go_on_unread);
	return command_run(cmd, ctx, argc, argv);
}

/*
 * What could not be written must not pass for done.  What nobody wanted to read
 * is no part of it.
 */
static int finish(int status)
{
	if ((fflush(stdout) || ferror(stdout)) && !reader_gone) {
		error_errno("cannot write to standard output");
		return status ? status : EXIT_FAILED;
	}
	return status;
}

int main(int argc, char **argv)
{
	const char *pwd = getenv("PWD");
	struct context ctx = { 0 };
	bool ended = false;
	int used;

	mem_exhausted = say_out_of_memory;
	if (open_std_streams())
		return EXIT_FAILED;
	outlive(SIGXFSZ, go_on);
	/* Whoever starts us may ignore it: then nobody could say how a child ended. */
	signal(SIGCHLD, SIG_DFL);
	ctx.physical = ctx.shell_dir = cwd_physical();
	used = take_globals(&ctx, argc, argv, &pwd, &ended);
	if (!used)
		return finish(EXIT_DONE);
	if (read_context(&ctx, pwd))
		return EXIT_FAILED;
	return finish(dispatch(&ctx, argc - used, argv + used, ended));
}
