/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Users who can change the files of a project, whose commands `up` runs; and running what installs
 * its packages: the tool of the project, or `create` and pip.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "build/create.h"
#include "build/pip.h"
#include "context/calling_shell.h"
#include "core/escape.h"
#include "core/path.h"
#include "lookup/way_install.h"
#include "lookup/why_off.h"
#include "print/data.h"
#include "print/paste.h"
#include "records/ask.h"
#include "records/refusal.h"
#include "system/child.h"
#include "up/up.h"

/* ---- users who can change the files --------------------------------------------- */

/* Refuse FILE, one of the project's, if it is no regular file. pip would wait for a FIFO. */
static int check_file(const char *file)
{
	struct file_info info;

	return file_stat(file, &info) || S_ISREG(info.mode) ?
		       0 :
		       error("'%s' is not a regular file", shown(file));
}

/* How to have the files of U's project accepted that are not the user's alone: OTHERS */
static const char *advice_on(const struct up *u, const struct owners *others)
{
	const char *line;

	if (others->list->refusal != REFUSED_OWNER)
		return owners_advice(others, NULL);
	line = formatted("env AVENV_TRUST=%s %s", paste_word(u->project.root),
			 paste_instead(NULL, NULL));
	return formatted("; %s accepts another owner", paste_quoted(line));
}

/* Refuse a project that the user denied; FOUND is its environment. */
static int check_denial(const struct up *u, const struct verdict *found)
{
	const struct record *denial = trust_denial_of(&u->ctx->trust, u->project.dir);

	if (!denial)
		return 0;
	if (verdict_bar(found) & (BAR_DENIED | BAR_DENIED_ITSELF))
		return reason_error(u->ctx, found);
	return error("you denied '%s'; %s lifts that", shown(denial->path),
		     paste_for_quoted("avenv forget", denial->path));
}

int up_check_user(const struct up *u)
{
	const char *name = u->project.manifest->file->name;
	struct strings files = { 0 };
	struct trust *trust = &u->ctx->trust;
	struct owners others = { .groups = &trust->groups, .all = true };
	struct verdict found;

	find_in(trust, u->project.root, &found);
	if (check_denial(u, &found))
		return -1;
	strings_add(&files, path_join(u->project.dir, name));
	strings_add(&files, path_join(u->project.root, name));
	for (size_t i = 0; i < u->files.count; i++)
		strings_add(&files, path_join(u->project.dir, u->files.list[i]));
	for (size_t i = 0; i < files.count; i++)
		if (check_file(files.list[i]))
			return -1;
	/* Without an environment, AVENV_TRUST may name the project. */
	if (!found.candidate.path)
		verdict_of_place(trust, real_path_kept(path_join(u->project.root, ".venv")),
				 &found);
	others.accepted = verdict_shared(&found);
	others.also_accepted = trust_accepted(found.record, &found.project);
	for (size_t i = 0; i < files.count; i++)
		owners_along(&others, files.list[i], false);
	if (!others.count)
		return 0;
	/* One command ends the faults of the environment, too. */
	if (found.env.path)
		owners_of_env(&others, &found.env, &found.venv);
	return error("nothing of '%s' is run: %s%s", shown(u->project.dir),
		     owner_fault_line(others.list), advice_on(u, &others));
}

/* ---- tools ------------------------------------------------------------------------ */

const char *up_with_python(const struct up *u, const char *line)
{
	return u->python ? formatted("%s -p %s", line, paste_word(u->python)) : line;
}

int up_check_tool(struct up *u)
{
	struct strings words = { 0 };
	struct reason missing;
	const char *lack;

	install_words(&u->in, &words);
	missing = way_to_tool(&u->in, words.list[0]);
	if (missing.why)
		return error("%s", reason_line(missing));
	if (install_is_by_pip(&u->in) && pip_check_place(u->in.venv ? u->in.venv->path : NULL))
		return -1;
	lack = pip_lack(&u->in);
	if (!lack)
		return 0;
	return error(
		"pip %s %s; %s first", u->in.pip, lack,
		paste_quoted(verdict_is_usable(&u->found) ?
				     pip_upgrade(u->in.python) :
				     paste_in(u->project.root,
					      up_with_python(u, "avenv create --upgrade-deps"))));
}

/* ---- running ---------------------------------------------------------------------- */

/* Print the command LINE before it is run, or as the answer to -n. */
static void print_command(const struct up *u, const char *line)
{
	if (u->dry_run)
		data_line(line);
	else if (!msg_quiet)
		fprintf(stderr, "%s\n", coloured(stderr, COLOUR_BOLD, escape_unprintable(line)));
}

int up_create(struct up *u, unsigned *accepts)
{
	const struct create_how how = { 0 };
	const char *root = u->project.root;
	struct create_target target = { .name = ".venv", .path = path_join(root, ".venv") };
	struct creation c = { .how = &how, .target = &target };
	int ret;

	if (verdict_is_usable(&u->found) || u->project.manifest->tool)
		return 0;
	print_command(u, paste_in(root, up_with_python(u, "avenv create")));
	if (u->dry_run)
		return 0;
	ret = create_look(u->ctx, &how, &target) || create_stage(&c, NULL, &u->base) ||
	      create_commit(&c);
	if (target.dir >= 0)
		close(target.dir);
	if (ret)
		return -1;
	*accepts = target.accepts;
	note("made '%s' with Python %s (%s)", shown(target.path), u->base.version,
	     shown(u->base.path));
	return 1;
}

/* Run the program WORDS[0], of PATH, in the environment. Returns an exit status, or -1. */
static int run_tool(const struct up *u, struct strings *words)
{
	const struct venv *venv = verdict_is_usable(&u->found) ? &u->found.venv : NULL;
	const char *program = strchr(words->list[0], '/') ?
				      path_join(u->project.dir, words->list[0]) :
				      programs_find(u->in.path, words->list[0]);
	int status;

	if (!program)
		return error("'%s' is gone", words->list[0]);
	words->list[0] = program;
	fflush(stdout);
	status = child_run(words->list, calling_shell_child(venv, u->found.project.path),
			   STDOUT_FILENO);
	if (status < 0)
		return error_errno("cannot start '%s'", shown(program));
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Print the command that renews a lock file which the tool refuses. Returns false without one. */
static bool print_relock(const struct up *u)
{
	const struct manifest *m = u->project.manifest;
	struct strings words = { 0 };
	const char *line;

	if (!m->relock || !u->compared.unlocked)
		return false;
	add_tool(&u->in, &words, m->relock);
	line = install_line(&words, u->project.root, u->ctx->shell_dir.path);
	line = joined(line, paste_shell()->and_then, up_line(u->ctx, u->project.dir));
	error("'%s' has not all that '%s' asks for; %s renews it first", m->file->name,
	      manifest_project_file(m), paste_quoted(line));
	return true;
}

/* Print and run the command WORDS. Returns its exit status, or EXIT_FAILURE. */
static int run_words(const struct up *u, struct strings *words)
{
	const struct verdict *found = &u->found;
	const char *line = install_line(words, u->project.dir, u->ctx->shell_dir.path);
	int status;

	print_command(u, line);
	if (u->dry_run)
		return 0;
	/* pip_run() has the first four of "PYTHON -I -m pip install ..." itself. */
	status = install_is_by_pip(&u->in) ?
			 pip_run(found->venv.path, path_base(words->list[0]), words->list + 4) :
			 run_tool(u, words);
	if (status > 0 && !child_interrupted && !print_relock(u))
		error("%s failed with exit status %d", paste_quoted(line), status);
	return status < 0 ? EXIT_FAILURE : status;
}

int up_install(struct up *u)
{
	const struct tool *tool = u->project.manifest->tool;
	struct strings words = { 0 };
	int status = 0;

	if (u->python && tool && tool->python_command && !u->found.candidate.path) {
		add_tool(&u->in, &words, tool->python_command);
		strings_add(&words, u->python);
		status = run_words(u, &words);
		words = (struct strings){ 0 };
	}
	if (status)
		return status;
	install_words(&u->in, &words);
	/* pipenv would remove an environment that is there. */
	if (u->python && tool && tool->python_option && !verdict_is_usable(&u->found))
		strings_add_all(&words,
				(const char *const[]){ tool->python_option, u->python, NULL });
	return run_words(u, &words);
}

void up_note_other_way(const struct up *u, const struct verdict *found)
{
	const struct tool *tool = u->project.manifest->tool;
	struct strings words = { 0 };

	if (child_interrupted || !tool || tool == &tool_uv || !verdict_is_usable(found) ||
	    !toml_at(u->pyproject, "project.dependencies") || !programs_find(u->in.path, "uv"))
		return;
	add_tool(&u->in, &words, "uv pip install -p");
	strings_add(&words, venv_python(&found->venv));
	strings_add_all(&words, (const char *const[]){ "-r", "pyproject.toml", NULL });
	note("%s installs the project's dependencies without its tool",
	     paste_quoted(install_line(&words, u->project.root, u->ctx->shell_dir.path)));
}
