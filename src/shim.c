/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shim.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/escape.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pathvar.h"
#include "helper.h"
#include "plan/outside.h"
#include "plan/plan.h"

/*
 * "4711 python :/usr/bin:/bin": process 4711 runs a wrapper that was started as `python`, and the
 * directories after the wrapper's on PATH are /usr/bin and /bin. Without a colon there are none.
 */
#define WRAPPER "AVENV_SHIM"

const char *shim_name(const char *argv0)
{
	const char *file = helper_started();

	if (starts_with(path_base(argv0), HELPER_PROGRAM))
		return path_base(argv0);
	/*
	 * If the caller chose another argv[0], the kernel knows the file. For the first line of a
	 * script the kernel has the script, and argv[0] is right.
	 */
	return path_base(file && file_same_at(file, helper_file()) ? file : argv0);
}

/* FILE is a link to this program, or to the avenv-hook of another installation. */
static bool is_shim(const char *file)
{
	const char *real = real_path_of(file).path;

	return real &&
	       (starts_with(path_base(real), HELPER_PROGRAM) || file_same_at(real, helper_file()));
}

/* Print outside_line() of FILE, run as NAME, for BIN of the active environment; NULL: none is. */
static void say_outside(const char *file, const char *name, const char *bin)
{
	const char *line = NULL;

	if (bin && !settings_on(getenv("AVENV_QUIET")))
		line = outside_line(file, name, bin, getenv("PATH"),
				    helper_line("avenv repair ", path_parent(bin), ""));
	if (line)
		(void)helper_fail(0, line);
}

/*
 * Run FILE, called NAME, in place of this program, after say_outside(). Returns after a failure,
 * with errno.
 */
static void shim_start(const char *file, const char *name, const char *bin, int argc, char **argv)
{
	char **words = mem_array((size_t)argc + 2, sizeof(*words));

	say_outside(file, name, bin);
	argv[0] = mem_dups(file);
	execv(file, argv);
	if (errno != ENOEXEC)
		return;
	/* A script without '#!', as execvp(3) runs it. */
	words[0] = mem_dups("sh");
	memcpy(words + 1, argv, (size_t)argc * sizeof(*words));
	execv("/bin/sh", words);
}

/* ---- the next program on PATH ---------------------------------------------- */

/*
 * FILE, called NAME, may start another NAME: it is a script, as pyenv's shims, or a link to a
 * program of another name, as those of mise.
 */
static bool is_wrapper(const char *file, const char *name)
{
	const char *real = real_path_of(file).path;
	struct text text;

	if (!real || strncmp(path_base(real), name, strcspn(name, "0123456789.-")) != 0)
		return true;
	return !file_start(AT_FDCWD, real, FILE_MAX, &text) && !starts_with(text.data, "\177ELF");
}

/*
 * The directories of PATH after the first one that has a shim NAME: in that one the shell found
 * this program, and the user put the ones before it ahead of the shims. No shim: all of PATH.
 */
static const char *after_shim(const char *path, const char *name)
{
	const char *rest = path, *file;

	while ((file = pathvar_next_file(&rest, name)))
		if (is_shim(file))
			return rest;
	return path;
}

/*
 * Run the next NAME on PATH that is no shim. BIN is that of the environment that is on and has no
 * NAME; NULL: none is on. A wrapper may start NAME again in the same process, by a shim: that one
 * searches only the directories after the wrapper's, so there is no loop.
 * Returns an exit status, after printing why.
 */
static int start_next(const char *path, const char *name, const char *bin, int argc, char **argv)
{
	const char *value = getenv(WRAPPER), *all = path, *file;
	struct buf key = BUF_INIT;

	buf_putu(&key, (unsigned)getpid());
	buf_putl(&key, " ", name, " ");
	if (value && starts_with(value, key.data)) {
		path = value[key.len] ? value + key.len + 1 : NULL;
		bin = NULL;
	} else {
		path = after_shim(path, name);
	}
	while ((file = pathvar_next_file(&path, name))) {
		if (!file_is_program(file) || is_shim(file))
			continue;
		if (is_wrapper(file, name))
			setenv(WRAPPER, joined(key.data, path ? ":" : "", path ? path : ""), 1);
		shim_start(file, name, bin, argc, argv);
	}
	/* Debian has only python3. A script that found this shim did not go on to look for it. */
	if (streq(name, "python"))
		return start_next(all, "python3", bin, argc, argv);
	return helper_fail(EXIT_NOT_FOUND,
			   joined("there is no command ", escape_quoted(name), " on PATH"));
}

/* ---- this directory's environment ------------------------------------------ */

/* Set PATH and the variables of activation for PLAN, as the hook's answer does. */
static void set_variables(const struct look *look, const struct plan *plan)
{
	const struct verdict *found = &plan->found;

	if (plan->path != look->path)
		setenv("PATH", plan->path ? plan->path : DEFAULT_PATH, 1);
	if (plan->action >= DO_ACTIVATE) {
		venv_export(&found->venv, found->project.path);
		setenv("AVENV_ENV", found->venv.path, 1);
	} else if (plan->action == DO_DEACTIVATE) {
		unsetenv("VIRTUAL_ENV");
		unsetenv("VIRTUAL_ENV_PROMPT");
		unsetenv("AVENV_ENV");
	}
}

/* PATH without the shims called NAME: a script that starts the next NAME must not start itself. */
static const char *without_shims(const char *path, const char *name)
{
	struct buf kept = BUF_INIT;
	const char *dir;

	/* An empty element is the working directory. */
	while ((dir = settings_element(&path)))
		if (!is_shim(path_join(*dir ? dir : ".", name)))
			buf_putl(&kept, ":", dir);
	return kept.len > 1 ? kept.data + 1 : DEFAULT_PATH;
}

/* NAME is pip, pip3 or pip3.12. */
static bool is_pip(const char *name)
{
	return starts_with(name, "pip") && !name[3 + strspn(name + 3, "0123456789.")];
}

/* The bin of the environment that is on after PLAN; NULL: none is on. */
static const char *bin_of(const struct look *look, const struct plan *plan)
{
	const char *bin = NULL;

	if (plan->action >= DO_ACTIVATE)
		bin = venv_bin(&plan->found.venv);
	else if (plan->situation.active == ACTIVE_BY_HAND)
		bin = path_join(look->virtual_env, "bin");
	return bin && *bin == '/' && pathvar_has(plan->path, bin) ? bin : NULL;
}

/*
 * Run NAME of BIN, that of the environment that is on after PLAN. Returns 0 if it has no NAME; else
 * an exit status, after printing why.
 */
static int start_own(const struct look *look, const struct plan *plan, const char *bin,
		     const char *name, int argc, char **argv)
{
	const char *file = path_join(bin, name);

	if (!file_exists(file))
		return is_pip(name) ?
			       helper_fail_pip(path_parent(bin), look->virtual_env, argv[1]) :
			       0;
	if (is_wrapper(file, name))
		setenv("PATH", without_shims(plan->path, name), 1);
	else
		bin = NULL;
	if (is_shim(file))
		errno = ENOENT;
	else
		shim_start(file, name, bin, argc, argv);
	return helper_fail(
		errno == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN,
		joined("cannot run ", escape_quoted(file), "; 'avenv doctor' says more"));
}

int shim_run(const char *name, int argc, char **argv)
{
	const char *path = getenv("PATH");
	struct settings settings;
	struct trust trust = { .settings = &settings };
	struct look look = {
		.event = EVENT_CD,
		.pwd = getenv("PWD"),
		.virtual_env = getenv("VIRTUAL_ENV"),
		.avenv_env = getenv("AVENV_ENV"),
		.path = is_set(path) ? path : DEFAULT_PATH,
		.no_pip = helper_no_pip(),
		.disable = settings_on(getenv("AVENV_DISABLE")),
	};
	struct plan plan;
	const char *bin;
	int status = 0;

	settings_read(&settings);
	look_state(&look, NULL);
	plan_look(&look, &trust, &plan);
	/* Another Python in place of a missing one would do harm. */
	if (plan.found.word == WORD_ALLOWED && plan.situation.active != ACTIVE_BY_HAND &&
	    (verdict_bar(&plan.found) & (BAR_NO_ENV | BAR_BROKEN)))
		return helper_fail(EXIT_NOT_FOUND,
				   joined("cannot run ", escape_quoted(name), " of ",
					  escape_quoted(plan.found.candidate.path), ": ",
					  plan.found.problem, "; 'avenv doctor' says more"));
	set_variables(&look, &plan);
	bin = bin_of(&look, &plan);
	if (bin)
		status = start_own(&look, &plan, bin, name, argc, argv);
	path = is_set(plan.path) ? plan.path : DEFAULT_PATH;
	return status ? status : start_next(path, name, bin, argc, argv);
}
