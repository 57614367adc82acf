/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running what `up` has planned: `create` and pip, or the commands of the project's tool. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "build/create.h"
#include "build/pip.h"
#include "context/calling_shell.h"
#include "core/escape.h"
#include "core/path.h"
#include "print/data.h"
#include "print/paste.h"
#include "system/child.h"
#include "up/up.h"

const char *up_with_python(const struct up_options *o, const char *line)
{
	return o->python ? formatted("%s -p %s", line, paste_word(o->python)) : line;
}

/* Print the command LINE before it is run, or as the answer to -n. */
static void print_command(const struct up_options *o, const char *line)
{
	if (o->dry_run)
		data_line(line);
	else if (!msg_quiet)
		fprintf(stderr, "%s\n", coloured(stderr, COLOUR_BOLD, escape_unprintable(line)));
}

int up_make(struct context *ctx, const struct up_options *o, struct up_plan *plan,
	    struct create_target *made)
{
	const struct create_how how = { 0 };
	const char *root = plan->in.project.root;
	struct creation c = { .how = &how, .target = made };
	struct python *base = &plan->base;

	*made = (struct create_target){ .name = ".venv",
					.path = path_join(root, ".venv"),
					.dir = -1 };
	if (!base->path)
		return 0;
	print_command(o, paste_in(root, up_with_python(o, "avenv create")));
	if (o->dry_run)
		return 0;
	if (create_look(ctx, &how, made) || create_stage(&c, NULL, base) || create_commit(&c))
		return -1;
	note("made '%s' with Python %s (%s)", shown(made->path), base->version, shown(base->path));
	return 1;
}

/*
 * A file for the output of a tool with -q, which some have no option for, or one that hides errors.
 * NULL: none.
 */
static FILE *open_held(void)
{
	FILE *held = msg_quiet ? tmpfile() : NULL;

	if (held)
		fcntl(fileno(held), F_SETFD, FD_CLOEXEC);
	return held;
}

/* Close HELD, after printing what is in it if the tool FAILED. */
static void close_held(FILE *held, bool failed)
{
	char data[8192];
	size_t len;

	if (!held)
		return;
	rewind(held);
	while (failed && (len = fread(data, 1, sizeof(data), held)))
		fwrite(data, 1, len, stderr);
	fclose(held);
}

/*
 * Run the program WORDS[0], of PATH, in the environment. With -q its output is shown only if it
 * fails. Returns an exit status, or -1.
 */
static int run_tool(const struct install *in, struct strings *words)
{
	const char *program = strchr(words->list[0], '/') ?
				      path_join(in->project.dir, words->list[0]) :
				      programs_find(in->path, words->list[0]);
	int out = STDOUT_FILENO, err = STDERR_FILENO, status;
	FILE *held;

	if (!program)
		return error("'%s' is gone", words->list[0]);
	words->list[0] = program;
	fflush(stdout);
	held = open_held();
	if (held)
		out = err = fileno(held);
	status = child_run(words->list, calling_shell_child(in->venv, in->found->project.path), out,
			   err);
	close_held(held, status);
	if (status < 0)
		return error_errno("cannot start '%s'", shown(program));
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Print the command that renews a lock file which the tool refuses. Returns false without one. */
static bool print_relock(const struct install *in)
{
	const struct project *p = &in->project;
	const struct manifest *m = p->manifest;
	struct strings words = { 0 };
	const char *line;

	if (!m->relock || !in->compared || !in->compared->unlocked)
		return false;
	add_tool(in, &words, m->relock);
	line = install_line(&words, p->root, in->ctx->shell_dir.path);
	line = joined(line, paste_shell()->and_then, up_line(in->ctx, p->dir));
	error("'%s' has not all that '%s' asks for; %s renews it first", m->file->name,
	      manifest_project_file(m), paste_quoted(line));
	return true;
}

/* Print and run the command WORDS of IN. Returns its exit status, or EXIT_FAILURE. */
static int run_words(const struct up_options *o, const struct install *in, struct strings *words)
{
	const char *line = install_line(words, in->project.dir, in->ctx->shell_dir.path);
	int status;

	print_command(o, line);
	if (o->dry_run)
		return 0;
	/* pip_run() has the first four of "PYTHON -I -m pip install ..." itself. */
	status = in->venv && install_is_by_pip(in) ?
			 pip_run(in->venv->path, path_base(words->list[0]), words->list + 4) :
			 run_tool(in, words);
	if (status > 0 && !child_interrupted && !print_relock(in))
		error("%s failed with exit status %d", paste_quoted(line), status);
	return status < 0 ? EXIT_FAILURE : status;
}

int up_run(const struct up_options *o, const struct up_plan *plan)
{
	const struct install *in = &plan->in;
	const struct tool *tool = in->project.manifest->tool;
	struct strings words = { 0 };
	int status = 0;

	if (o->python && tool && tool->python_command && !in->found->candidate.path) {
		add_tool(in, &words, tool->python_command);
		strings_add(&words, o->python);
		status = run_words(o, in, &words);
		words = (struct strings){ 0 };
	}
	if (status)
		return status;
	install_words(in, &words);
	/* pipenv would remove an environment that is there. */
	if (o->python && tool && tool->python_option && !in->venv)
		strings_add_all(&words,
				(const char *const[]){ tool->python_option, o->python, NULL });
	return run_words(o, in, &words);
}

void up_note_other_way(const struct install *in, const struct verdict *found)
{
	const struct project *p = &in->project;
	struct strings words = { 0 };

	if (child_interrupted || !p->manifest->tool || streq(p->manifest->tool->name, "uv") ||
	    !verdict_is_usable(found) ||
	    !toml_at(manifest_pyproject(p->dir, NULL), "project.dependencies") ||
	    !programs_find(in->path, "uv"))
		return;
	add_tool(in, &words, "uv pip install -p");
	strings_add(&words, venv_python(&found->venv));
	strings_add_all(&words, (const char *const[]){ "-r", "pyproject.toml", NULL });
	note("%s installs the project's dependencies without its tool",
	     paste_quoted(install_line(&words, p->root, in->ctx->shell_dir.path)));
}
