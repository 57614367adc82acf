/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Remove environments. A record of the slot stays, and may turn on an environment that is made
 * there later. Links of other projects that led to a removed environment are printed. All are
 * checked before the first is removed.
 */
#include <fcntl.h>
#include <stdio.h>

#include "build/stage_dir.h"
#include "cli/command.h"
#include "core/mem.h"
#include "core/path.h"
#include "installed/site.h"
#include "lookup/extra_files.h"
#include "lookup/known.h"
#include "lookup/store_project.h"
#include "mend/remove_check.h"
#include "mend/repoint.h"
#include "print/paste.h"
#include "print/question.h"
#include "print/table.h"
#include "records/change.h"
#include "records/records_file.h"
#include "system/file_at.h"
#include "system/tree.h"

static bool want_yes, want_gone, want_dry;

static const struct option_spec options[] = {
	{ .name = "gone", .help = "those whose project is gone", .flag = &want_gone },
	{ .letter = 'n',
	  .name = "dry-run",
	  .help = "print only what is removed",
	  .flag = &want_dry },
	{ .letter = 'y', .name = "yes", .help = "do not ask", .flag = &want_yes },
	{ 0 },
};

/** An environment to remove. */
struct removal {
	/** the environment, and that directory as it was checked */
	struct real_path env;
	struct file_info info;
	/** bytes on the disk that the removal frees; or SIZE_UNKNOWN */
	uint64_t freed;
	/** with --gone: the project */
	const char *project;
	/** description: "'~/p/.venv' (12M, 3 packages)" */
	const char *text;
	/** a killed run had begun it, and it is complete now */
	bool is_done;
};

/* Set the descriptions of R. */
static void describe(struct removal *r)
{
	struct tree_size size;
	struct venv venv;
	int packages;

	(void)!tree_measure(AT_FDCWD, r->env.path, &size);
	venv_read(r->env.path, &venv);
	packages = site_count(&venv);
	r->freed = size.freed;
	r->text = formatted("'%s' (%s%s, %s)", shown(r->env.path),
			    r->freed == SIZE_UNKNOWN ? "size " : "", size_text(r->freed),
			    packages < 0 ? "packages unknown" :
					   counted((size_t)packages, "package", "packages"));
}

/* ENV is not there: complete its removal, if a killed run had begun that. */
static bool complete_removal(const char *env)
{
	bool had_rest = stage_has_rest(env);

	stage_sweep(path_parent(env));
	if (!had_rest || stage_has_rest(env) || file_exists(env))
		return false;
	note("removed what an interrupted command had left of '%s'", shown(env));
	return true;
}

/* Fill in R for NAME. Returns 0, or -1 after printing why NAME must not be removed. */
static int look_before_removal(struct context *ctx, const char *name, struct removal *r)
{
	r->env = remove_check_path(ctx, name, TO_NAME,
				   want_dry || (!want_yes && question_possible()));
	if (!r->env.path)
		return -1;
	r->is_done = !want_dry && file_exists(r->env.path) == 0 && complete_removal(r->env.path);
	if (r->is_done)
		return 0;
	if (file_exists(r->env.path) == 0)
		return error("there is no '%s'", shown(r->env.path));
	if (remove_check(ctx, r->env, &r->info))
		return -1;
	describe(r);
	return check_extra_files(r->env.path);
}

static int remove_env(struct context *ctx, const struct removal *r)
{
	/* The list may name an environment twice, or one inside another. */
	bool gone = file_exists(r->env.path) == 0;
	int ret;

	/* The user may have answered much later. */
	if (!gone && r->project && !store_project_is_gone(r->project, r->env.path))
		return error("'%s' is there again, so '%s' is not removed", shown(r->project),
			     shown(r->env.path));
	ret = gone ? 0 : discard(r->env, &r->info);
	if (ret < 0)
		return -1;
	if (!ret && !gone)
		note("removed %s", r->text);
	note_pointers(&ctx->trust, r->env, NULL);
	return ret;
}

/* Remove the COUNT environments of LIST, in words ALL, after a question; or print only that. */
static int remove_all(struct context *ctx, const struct removal *list, size_t count,
		      const char *all)
{
	int failed = 0;

	if (want_dry)
		note("would remove %s", all);
	else if (!want_yes && !question_confirmed("Remove", all, "removed"))
		return EXIT_FAILED;
	for (size_t i = 0; !want_dry && i < count; i++)
		failed |= remove_env(ctx, &list[i]);
	return failed ? EXIT_FAILED : EXIT_DONE;
}

/* ---- --gone ---------------------------------------------------------------------- */

/*
 * Set LIST, with room for all KNOWN, to those whose project is gone. Returns their number. *REFUSED
 * is set after printing why another one must not be removed.
 */
static size_t find_gone(struct context *ctx, const struct known *known, struct removal *list,
			bool *refused)
{
	size_t count = 0;

	for (size_t i = 0; i < known->count; i++) {
		const struct env *env = &known->list[i];

		if (!env->gone || env->active)
			continue;
		if (look_before_removal(ctx, env->real.path, &list[count]))
			*refused = true;
		else if (!list[count].is_done)
			list[count++].project = env->project;
	}
	return count;
}

/* Print the COUNT environments of LIST. Returns their description. */
static const char *print_gone(const struct removal *list, size_t count)
{
	static const char *const titles[] = { "ENVIRONMENT", "PROJECT, GONE", "FREES" };
	uint64_t freed = 0;
	struct table table;

	table_init(&table, titles, ARRAY_SIZE(titles));
	for (size_t i = 0; i < count; i++) {
		table_add(&table, list[i].env.path, COLOUR_PLAIN);
		table_add(&table, list[i].project, COLOUR_PLAIN);
		table_add(&table, size_text(list[i].freed), COLOUR_PLAIN);
		freed += list[i].freed == SIZE_UNKNOWN ? 0 : list[i].freed;
	}
	table_print(&table, want_dry ? stdout : stderr);
	return formatted("%s (%s)", counted(count, "environment", "environments"),
			 size_text(freed));
}

static int remove_gone(struct context *ctx)
{
	struct removal *list;
	struct known known;
	bool refused = false;
	const char *all;
	size_t count;

	/* A line that cannot be read may be the record of a project that uses one of them. */
	if (ctx->trust.bad_line)
		return error("%s", reason_line(records_fault(&ctx->trust)));
	known_find_judged(ctx, &known);
	list = mem_array(known.count + 1, sizeof(*list));
	count = find_gone(ctx, &known, list, &refused);
	if (!count && refused)
		return EXIT_FAILED;
	if (!count) {
		note("nothing to remove: no environment in a store has certainly lost its project");
		return EXIT_DONE;
	}
	all = print_gone(list, count);
	return remove_all(ctx, list, count, all);
}

/* ---- the command ----------------------------------------------------------------- */

/* Print that ENV is missing: no environment is removed that was not named. */
static int refuse_nameless(struct context *ctx)
{
	struct verdict found;

	find_pwd(ctx, &found);
	if (!found.candidate.path)
		return command_usage(&cmd_remove, "an argument is missing: ENV");
	error("an argument is missing: ENV; %s removes this directory's",
	      paste_quoted(paste_with(paste_word(found.candidate.path))));
	return EXIT_USAGE;
}

static int run_remove(struct context *ctx, int argc, char **argv)
{
	struct removal *list = mem_array((size_t)argc + 1, sizeof(*list));
	struct buf all = BUF_INIT;
	int failed = 0;
	size_t count = 0;

	if (want_gone && argc)
		return command_usage(&cmd_remove, "'--gone' takes no ENV");
	if (!want_gone && !argc)
		return refuse_nameless(ctx);
	if (records_load(&ctx->trust))
		return EXIT_FAILED;
	if (want_gone)
		return remove_gone(ctx);
	for (int i = 0; i < argc; i++) {
		struct removal *r = &list[count];

		if (look_before_removal(ctx, argv[i], r))
			failed = -1;
		else if (!r->is_done)
			buf_putl(&all, count++ ? ", " : "", r->text);
	}
	if (!failed && !count)
		return EXIT_DONE;
	return failed ? EXIT_FAILED : remove_all(ctx, list, count, all.data);
}

const struct command cmd_remove = {
	.name = "remove",
	.alias = "rm",
	.args = "[-y | -n] ENV... | [-y | -n] --gone",
	.summary = "Delete environments, after a question",
	.notes = "With -y, a name means only one here that is allowed.",
	.example = "avenv remove .venv",
	.options = options,
	.run = run_remove,
};
