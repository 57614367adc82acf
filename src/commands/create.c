/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Make environments, as `python -m venv` makes them. */
#include <fcntl.h>
#include <unistd.h>

#include "build/create.h"
#include "build/layout.h"
#include "build/pip.h"
#include "command/command.h"
#include "commands/allow_parts.h"
#include "commands/create_tell.h"
#include "commands/made.h"
#include "core/path.h"
#include "core/strings.h"
#include "known/place.h"
#include "print/msg.h"
#include "print/paste.h"

#include "core/banned.h"

static struct create_how how;
static const char *want_python;
static struct strings requirements, constraints;
static bool want_symlinks;

static const struct option_spec options[] = {
	{ .letter = 'p',
	  .name = "python",
	  .arg = "PYTHON",
	  .help = "Python to use: 3.12, a path, pyenv's name",
	  .value = &want_python },
	{ .letter = 'r',
	  .name = "requirement",
	  .arg = "FILE",
	  .help = "install what FILE lists; may be repeated, as may -c",
	  .values = &requirements },
	{ .letter = 'c',
	  .name = "constraint",
	  .arg = "FILE",
	  .help = "with -r: pip constraints file",
	  .values = &constraints },
	{ .name = "clear",
	  .help = "replace the one that is there by an empty one",
	  .flag = &how.venv.clear },
	{ .name = "upgrade",
	  .help = "only follow a Python that was upgraded in place",
	  .flag = &how.venv.upgrade },
	{ .name = "upgrade-deps",
	  .help = "upgrade pip (and setuptools) from the index",
	  .flag = &how.venv.upgrade_deps },
	{ .name = "prompt",
	  .arg = "TEXT",
	  .help = "name in the prompt; '.': this directory's",
	  .value = &how.venv.prompt },
	{ .name = "system-site-packages",
	  .help = "packages of the Python itself can be imported",
	  .flag = &how.venv.system_site },
	{ .name = "copies", .help = "copy the interpreter", .flag = &how.venv.copies },
	{ .name = "symlinks",
	  .help = "link to the interpreter (the default)",
	  .flag = &want_symlinks },
	{ .name = "without-pip", .help = "do not install pip", .flag = &how.venv.without_pip },
	{ .name = "without-scm-ignore-files",
	  .help = "do not write .gitignore",
	  .flag = &how.venv.without_scm_ignore },
	{ .name = "tracked", .help = "even if git tracks it", .flag = &how.tracked },
	{ 0 },
};

/* Options that contradict each other; NULL: none do. */
static const char *contradiction(void)
{
	if (how.venv.clear && how.venv.upgrade)
		return "'--clear' and '--upgrade' exclude each other";
	if (how.venv.copies && want_symlinks)
		return "'--copies' and '--symlinks' exclude each other";
	if (constraints.count && !requirements.count)
		return "'-c' goes with '-r'";
	if (how.venv.without_pip && how.installs)
		return "without pip nothing can be installed";
	return NULL;
}

static int check_prompt(void)
{
	const char *s = how.venv.prompt ? how.venv.prompt : "";
	uint32_t c;
	size_t n;

	for (; *s; s += n) {
		n = path_utf8_decode(s, &c);
		if (!n || c < ' ' || c == 0x7F)
			return error("'%s' cannot be a prompt: it must be UTF-8 without control "
				     "characters",
				     shown(how.venv.prompt));
	}
	return 0;
}

/* os.path.abspath(NAME) */
static const char *absolute(const struct context *ctx, const char *name)
{
	if (name[0] != '/' && !ctx->physical)
		return NULL;
	return path_clean(path_join(ctx->physical ? ctx->physical : "/", name));
}

/* "3.12" is a Python, not a directory that anybody wants. */
static int check_typed(const char *name)
{
	struct buf command = BUF_INIT;
	struct file_info info;

	size_t n = strspn(name, "0123456789.");

	if (name[0] != '3' || name[n + (name[n] == 't')] || !file_lstat(name, &info))
		return 0;
	buf_putl(&command, "avenv create -p ", name);
	return error("'%s' is a version; did you mean %s? (for a directory: './%s')", name,
		     paste_quoted(command.data), name);
}

/** The interpreter, the same for all directories. */
struct picked {
	struct python_from from;
	struct python_choice choice;
	bool started, answered;
	/** there is none: it was said */
	bool failed;
	struct python python;
};

/* Its project is the directory that holds it, but for `avenv create .` */
static const char *project_of(const struct context *ctx, const char *path)
{
	return ctx->physical && streq(ctx->physical, path) ? path : path_parent(path);
}

/* Start asking an interpreter for TARGET, unless one has answered. */
static int start(struct context *ctx, const struct create_target *target, struct picked *p)
{
	if (p->started)
		return 0;
	p->from = (struct python_from){ .settings = &ctx->settings, .cwd = ctx->physical };
	p->started = true;
	p->failed = python_choose(&p->from, want_python, project_of(ctx, target->path), &p->choice);
	return p->failed ? -1 : 0;
}

/* Unpack wheels by the guess while the interpreter answers, then write the rest. */
static int build(struct creation *c, struct picked *p)
{
	const struct python_guess *guess = &p->choice.guess;
	const struct python guessed = { .series = guess->series,
					.threads = guess->threads,
					.stdlib = guess->stdlib,
					.path = p->choice.question.path };
	bool ahead = !p->answered && guess->series && guess->stdlib;
	const char *why = NULL;

	if (ahead && create_begin(c, &guessed))
		return -1;
	if (!p->answered && (python_answer(&p->choice, &p->python, &why) ||
			     python_supported(&p->python, c->target->name))) {
		p->failed = true;
		if (ahead)
			create_drop(c);
		return -1;
	}
	p->answered = true;
	if (why)
		note("%s", why);
	if ((!ahead && create_begin(c, &p->python)) || create_write(c, &p->python))
		return -1;
	return create_commit(c);
}

static int install(const struct create_target *target, const struct python *python)
{
	struct strings args = { 0 };

	if (how.venv.upgrade_deps) {
		const char *const deps[] = { "install", "--upgrade", "pip",
					     layout_since(python, 12) ? NULL : "setuptools", NULL };

		if (pip_run(target->path, python->exe, deps))
			return -1;
	}
	if (!requirements.count)
		return 0;
	strings_add(&args, "install");
	for (size_t i = 0; i < requirements.count; i++)
		strings_add_all(&args, (const char *const[]){ "-r", requirements.list[i], NULL });
	for (size_t i = 0; i < constraints.count; i++)
		strings_add_all(&args, (const char *const[]){ "-c", constraints.list[i], NULL });
	return pip_run(target->path, python->exe, args.list);
}

/* Returns an exit status. */
static int create(struct context *ctx, const char *name, struct picked *p)
{
	struct create_target target = { .name = name, .path = absolute(ctx, name), .dir = -1 };
	struct creation c = { .how = &how, .target = &target };
	enum made made;
	int ret;

	if (!target.path) {
		place_lost_error();
		return EXIT_FAILED;
	}
	ret = start(ctx, &target, p);
	if (!ret)
		ret = create_look(&ctx->trust, ctx->shell_dir, &how, &target);
	if (!ret)
		ret = build(&c, p);
	if (target.dir >= 0)
		close(target.dir);
	if (ret)
		return EXIT_FAILED;
	create_tell_made(&how, &target, &p->python);
	made = target.unknown ? MADE_UNKNOWN : made_record(ctx, target.path);
	if (how.installs && install(&target, &p->python)) {
		error("'%s' is there with pip; run the same command again to continue",
		      shown(name));
		return EXIT_FAILED;
	}
	create_tell_use(ctx, &target, project_of(ctx, target.path), made,
			requirements.count || how.venv.without_pip ? NULL : &p->python);
	return made >= MADE_NOT ? EXIT_FAILED : EXIT_DONE;
}

static int run(struct context *ctx, int argc, char **argv)
{
	char *here[] = { (char[]){ ".venv" }, NULL };
	struct picked picked = { .started = false };
	int status = EXIT_DONE;
	const char *wrong;

	how.installs = requirements.count || how.venv.upgrade_deps;
	wrong = contradiction();
	if (wrong)
		return command_usage(&cmd_create, "%s", wrong);
	if (!argc) {
		argc = 1;
		argv = here;
	}
	if (check_prompt() || pip_check_files(&requirements) || pip_check_files(&constraints))
		return EXIT_FAILED;
	for (int i = 0; i < argc && !picked.failed; i++)
		if (check_typed(argv[i]) || create(ctx, argv[i], &picked) != EXIT_DONE)
			status = EXIT_FAILED;
	return status;
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
