/* SPDX-License-Identifier: GPL-3.0-or-later */
/* avenv: the command. It reads the options before the name of a command, and runs that. */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "command/command.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/path.h"
#include "system/child.h"

#include "core/banned.h"

static struct strings dirs;
static bool version_wanted;

const struct option_spec global_options[] = {
	{ .letter = 'C', .name = "", .arg = "DIR", .help = "as if in DIR", .values = &dirs },
	{ .letter = 'V', .name = "version", .help = "print the version", .flag = &version_wanted },
	{ 0 },
};

/*
 * The next open() must not take a standard descriptor that is closed. /dev/null stands in for it,
 * open the wrong way round, so that its use fails as before.
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

static volatile sig_atomic_t reader_gone;

/* The write that caused the signal fails, with EFBIG or EPIPE. */
static void go_on(int sig)
{
	reader_gone = reader_gone || sig == SIGPIPE;
}

/*
 * SIG shall not end the program in the middle of a change. It is not ignored, as programs that are
 * started would inherit that.
 */
static void outlive(int sig)
{
	struct sigaction action = { 0 }, before;

	sigaction(sig, NULL, &before);
	sigemptyset(&action.sa_mask);
	action.sa_handler = go_on;
	action.sa_flags = SA_RESTART;
	if (before.sa_handler != SIG_IGN)
		sigaction(sig, &action, NULL);
}

/* Without allocating anything */
static void say_out_of_memory(void)
{
	static const char text[] = "avenv: out of memory\n";

	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		return;
}

static void read_context(struct context *ctx, const char *pwd)
{
	settings_read(&ctx->settings);
	ctx->user = user_of_process();
	trust_init(&ctx->trust, &ctx->settings, &ctx->user);
	ctx->pwd = cwd_logical(pwd, ctx->physical);
}

/* -C DIR: *PWD is then as `cd DIR` leaves it. */
static int change_dir(struct context *ctx, const char **pwd, const char *to)
{
	const char *base = is_set(*pwd) ? *pwd : ctx->physical;

	if (chdir(to))
		return error_errno("cannot change to '%s'", shown(to));
	ctx->physical = cwd_physical();
	*pwd = base ? path_clean(path_join(base, to)) : NULL;
	return 0;
}

/* READ is the result for the first word that is no option before the command. */
static int dispatch(struct context *ctx, struct options *o, enum options_read read)
{
	char *plain[] = { (char[]){ "" }, NULL };
	const struct command *cmd;

	if (read == OPTIONS_END)
		return command_help_wanted ? cmd_help.run(ctx, 0, NULL) :
					     command_run(&cmd_plain, ctx, 1, plain);
	if (read == OPTIONS_UNKNOWN)
		return command_run(&cmd_plain, ctx, o->count - o->next + 2, o->words + o->next - 2);
	if (read != OPTIONS_ARGUMENT)
		return options_error(&cmd_plain, o, read);
	cmd = command_find(o->word);
	if (!cmd)
		return command_unknown(o->word);
	if (cmd->writes)
		outlive(SIGPIPE);
	return command_run(cmd, ctx, o->count - o->next + 1, o->words + o->next - 1);
}

/* A failed write must not pass for done, unless nobody reads. */
static int finish(int status)
{
	if (status && child_interrupted)
		status = EXIT_INTERRUPTED;
	if ((fflush(stdout) || ferror(stdout)) && !reader_gone) {
		error_errno("cannot write to standard output");
		return status ? status : EXIT_FAILED;
	}
	return status;
}

int main(int argc, char **argv)
{
	struct options o = { .tables = { global_options, common_options },
			     .stop_early = true,
			     .words = argv + 1,
			     .count = argc - 1 };
	const char *pwd = getenv("PWD");
	struct context ctx = { 0 };
	enum options_read read;

	mem_exhausted = say_out_of_memory;
	if (open_std_streams())
		return EXIT_FAILED;
	outlive(SIGXFSZ);
	/* The parent may ignore it: then the end of a child would be unknown. */
	signal(SIGCHLD, SIG_DFL);
	while ((read = options_next(&o)) == OPTIONS_OPTION)
		options_set(&o);
	if (version_wanted) {
		printf("avenv %s\n", AVENV_VERSION);
		return finish(EXIT_DONE);
	}
	ctx.physical = ctx.shell_dir = cwd_physical();
	for (size_t i = 0; i < dirs.count; i++)
		if (change_dir(&ctx, &pwd, dirs.list[i]))
			return EXIT_FAILED;
	read_context(&ctx, pwd);
	return finish(dispatch(&ctx, &o, read));
}
