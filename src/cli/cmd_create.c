/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make environments, as `python -m venv` makes them. */
#include <unistd.h>

#include "cli/archive_lib.h"
#include "cli/create.h"
#include "cli/pip.h"
#include "cli/place.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

static struct create_how how;
static struct python python;
static const char *want_python;
static struct strings requirements, constraints;
static bool want_symlinks;

static const struct option_spec options[] = {
	{ .letter = 'p',
	  .name = "python",
	  .arg = "PYTHON",
	  .help = "of this one: 3.12, python3.12, a path, pyenv's name",
	  .value = &want_python },
	{ .letter = 'r',
	  .name = "requirement",
	  .arg = "FILE",
	  .help = "install what FILE lists; may be repeated, as may -c",
	  .values = &requirements },
	{ .letter = 'c',
	  .name = "constraint",
	  .arg = "FILE",
	  .help = "with -r: versions are held to those in FILE",
	  .values = &constraints },
	{ .name = "keep",
	  .help = "what there is stays where pip fails to install",
	  .flag = &how.keep },
	{ .name = "clear",
	  .help = "begin with an empty one where one is there",
	  .flag = &how.clear },
	{ .name = "upgrade",
	  .help = "only follow a Python that was upgraded in place",
	  .flag = &how.upgrade },
	{ .name = "upgrade-deps",
	  .help = "pip (and setuptools) as new as the index has them",
	  .flag = &how.upgrade_deps },
	{ .name = "prompt",
	  .arg = "TEXT",
	  .help = "what a prompt shows; '.' is this directory's name",
	  .value = &how.prompt },
	{ .name = "system-site-packages",
	  .help = "what Python itself has can be imported",
	  .flag = &how.system_site },
	{ .name = "copies", .help = "copy the interpreter", .flag = &how.copies },
	{ .name = "symlinks",
	  .help = "link to the interpreter, as by default",
	  .flag = &want_symlinks },
	{ .name = "without-pip", .help = "leave it empty", .flag = &how.without_pip },
	{ .name = "without-scm-ignore-files",
	  .help = "no .gitignore in it",
	  .flag = &how.without_scm_ignore },
	{ .name = "compile",
	  .help = "compile pip now, not when it first runs",
	  .flag = &how.compile },
	{ .name = "tracked", .help = "though git tracks what is there", .flag = &how.tracked },
	{ 0 },
};

/* What contradicts itself; NULL: nothing. */
static const char *contradiction(void)
{
	if (how.clear && how.upgrade)
		return "'--clear' and '--upgrade' exclude each other";
	if (how.copies && want_symlinks)
		return "'--copies' and '--symlinks' exclude each other";
	if (constraints.count && !requirements.count)
		return "'-c' goes with '-r'";
	if (how.keep && !requirements.count && !how.upgrade_deps)
		return "'--keep' goes with '-r' or '--upgrade-deps'";
	if (how.without_pip && (requirements.count || how.upgrade_deps))
		return "without pip nothing can be installed";
	return NULL;
}

/* Add the FILES of FLAG to the words for pip. */
static int add_files(const struct context *ctx, const char *flag, const struct strings *files,
		     struct strings *words)
{
	for (size_t i = 0; i < files->count; i++) {
		const char *file = pip_file(ctx, files->list[i]);

		if (!file)
			return -1;
		strings_add(words, flag);
		strings_add(words, file);
	}
	return 0;
}

static int read_install(const struct context *ctx)
{
	struct strings words = { 0 };

	if (add_files(ctx, "-r", &requirements, &words) ||
	    add_files(ctx, "-c", &constraints, &words))
		return -1;
	if (!words.count)
		return 0;
	how.install = words.list;
	return 0;
}

static int check_prompt(void)
{
	const char *s = how.prompt ? how.prompt : "";
	uint32_t c;
	size_t n;

	for (; *s; s += n) {
		n = path_utf8_decode(s, &c);
		if (!n || c < ' ' || c == 0x7F)
			return error("'%s' cannot be a prompt: it must be UTF-8 "
				     "without control characters",
				     shown(how.prompt));
	}
	return 0;
}

/* The interpreter and what it would install, the same for all. */
static int read_python(struct context *ctx, const char *first)
{
	const char *target = create_abspath(ctx, first), *why;
	int ret;

	if (!target)
		return place_lost_error();
	/* While the interpreter starts, which takes longer. */
	if (!how.without_pip)
		archive_lib_ahead();
	ret = python_pick(ctx, want_python, create_project(ctx, target), &python, &why);
	archive_lib_wait();
	if (ret)
		return -1;
	if (why)
		note("%s", why);
	how.python = &python;
	return create_seed(&how);
}

/* Returns an exit status. */
static int create(struct context *ctx, const char *name)
{
	struct create_how how_here = how;
	struct create_place place;
	struct python same;
	struct here here;
	enum made made;
	int ret;

	same = python;
	how_here.python = &same;
	ret = create_look(ctx, &how, name, &place);
	if (!ret && !want_python && !how.clear)
		ret = create_same_python(&place, &python, &same);
	if (!ret)
		ret = create_env(ctx, &how_here, &place);
	if (place.dir >= 0)
		close(place.dir);
	if (ret < 0)
		return EXIT_FAILED;
	if (ret != CREATE_KEPT)
		create_tell_made(&how_here, &place);
	made = place.unknown ? MADE_UNKNOWN : made_record(ctx, place.target);
	here_look(ctx, &here);
	create_tell_use(ctx, &here, &how_here, &place, made);
	return ret || made >= MADE_NOT ? EXIT_FAILED : EXIT_DONE;
}

static int run(struct context *ctx, int argc, char **argv)
{
	char *here[] = { (char[]){ ".venv" }, NULL };
	const char *wrong = contradiction();
	int ret = EXIT_DONE, status;

	if (wrong)
		return command_usage(&cmd_create, "%s", wrong);
	if (!argc) {
		argc = 1;
		argv = here;
	}
	if (check_prompt() || read_install(ctx) || read_python(ctx, argv[0]))
		return EXIT_FAILED;
	for (int i = 0; i < argc; i++) {
		status = create(ctx, argv[i]);
		if (ret != EXIT_FAILED && status != EXIT_DONE)
			ret = status;
	}
	return ret;
}

const struct command cmd_create = {
	.name = "create",
	.args = "[OPTION...] [DIR...]",
	.summary = "Make an environment, '.venv' where no DIR is named, with pip in it",
	.example = "avenv create -r requirements.txt",
	.options = options,
	.writes = true,
	.run = run,
};
