/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main() of avenv: read the options before the name of a command, and run the command. */
#include <fcntl.h>
#include <jansson.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/command.h"
#include "core/file.h"
#include "core/mem.h"
#include "print/paste.h"
#include "records/private_group.h"
#include "system/child.h"

/*
 * Open /dev/null as each standard descriptor that is closed: no later open() may get that number.
 * The direction is the wrong one, so that a read or write fails as before. Returns 0 or -1.
 */
static int open_std_streams(void)
{
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0 &&
		    open("/dev/null", (fd ? O_RDONLY : O_WRONLY) | O_CLOEXEC) != fd)
			return -1;
	}
	return 0;
}

/* Allocates nothing: standard error has no buffer. */
static void say_out_of_memory(void)
{
	fputs("avenv: out of memory\n", stderr);
}

/* The allocator of jansson, which otherwise leaves out what finds no memory. */
static void *alloc_or_exit(size_t n)
{
	void *p = malloc(n);

	if (!p)
		out_of_memory();
	return p;
}

/* Fill in CTX, after the `cd` of -C. Returns 0, or -1 after printing why that failed. */
static int read_context(struct context *ctx)
{
	settings_read(&ctx->settings);
	ctx->settings.whole_dirs = true;
	ctx->trust.settings = &ctx->settings;
	ctx->trust.groups.ask = group_is_private;
	ctx->physical = ctx->shell_dir = cwd_physical();
	context_for_paste(ctx);
	paste_set_avenv();
	ctx->pwd = cwd_logical(getenv("PWD"), ctx->physical);
	return command_start_dir ? change_dir(ctx, command_start_dir) : 0;
}

/* Print which commands have --json. Returns EXIT_USAGE. */
static int refuse_json(void)
{
	struct buf b = BUF_INIT;

	for (const struct command *const *c = commands; *c; c++)
		for (const struct option_spec *s = (*c)->options; s && s->name; s++)
			if (streq(s->name, "json"))
				buf_putl(&b, b.len ? ", " : "", (*c)->name);
	return command_usage(&cmd_plain, "'--json' comes after one of the commands %s", b.data);
}

/* Run the command of O. READ is the result of options_next() that ended the options before it. */
static int dispatch(struct context *ctx, struct options *o, enum options_read read)
{
	const struct command *cmd;

	if (read == OPTIONS_ERROR)
		return options_error(&cmd_plain, o);
	if (read == OPTIONS_END)
		return (command_help_wanted ? cmd_help : cmd_plain).run(ctx, 0, (char *[]){ NULL });
	cmd = command_find(o->word);
	if (!cmd)
		return command_unknown(ctx, o->word);
	paste_set_typed(o->words, o->next - 1);
	return command_run(cmd, ctx, o->count - o->next + 1, o->words + o->next - 1);
}

/*
 * Flush standard output. Returns the exit status, which is never EXIT_DONE after a failed write,
 * unless the reader has gone: it has read enough.
 */
static int flush_output(int status)
{
	struct pollfd out = { .fd = STDOUT_FILENO };

	if (status < 0)
		status = EXIT_FAILED;
	if (status && child_interrupted)
		status = EXIT_INTERRUPTED;
	if ((fflush(stdout) || ferror(stdout)) &&
	    !(poll(&out, 1, 0) > 0 && out.revents & POLLERR)) {
		error_errno("cannot write to standard output");
		return status ? status : EXIT_FAILED;
	}
	return status;
}

int main(int argc, char **argv)
{
	struct options o = { .tables = { cmd_plain.options, common_options, global_options },
			     .stop_early = true,
			     .words = argv + 1,
			     .count = argc - 1 };
	struct context ctx = { 0 };
	enum options_read read;
	int status;

	mem_exhausted = say_out_of_memory;
	json_set_alloc_funcs(alloc_or_exit, free);
	if (open_std_streams())
		return EXIT_FAILED;
	/* If the parent ignores SIGCHLD, waitpid() gets no status of children. */
	signal(SIGCHLD, SIG_DFL);
	/* Neither a reader that goes away, as head(1), nor `ulimit -f` ends a command between steps. */
	child_ignore_write_signals();
	while ((read = options_next(&o)) == OPTIONS_OPTION)
		options_set(&o);
	if (*cmd_plain.options->flag && (read == OPTIONS_ARGUMENT || command_version_wanted))
		return flush_output(refuse_json());
	if (command_version_wanted) {
		printf("avenv %s\n", AVENV_VERSION);
		return flush_output(EXIT_DONE);
	}
	if (read_context(&ctx))
		return EXIT_FAILED;
	status = dispatch(&ctx, &o, read);
	private_groups_keep(&ctx.trust);
	return flush_output(status);
}
