/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What pip is told. */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/copy_tree.h"
#include "cli/reinstall.h"
#include "cli/stage.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/strings.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/tree.h"

#include "core/banned.h"

/* For pip to read: URLs may hold passwords, which no other user is to see. */
#define WANTED "avenv-requirements.txt"
#define HELD   "avenv-constraints.txt"

/* Where packages come from: what is there besides is the user's settings. */
static void add_wheels(struct strings *args, const struct reinstall *plan)
{
	if (!plan->how->wheels)
		return;
	strings_add(args, "--no-index");
	strings_add(args, "--find-links");
	strings_add(args, plan->how->wheels);
}

static int put_list(const struct pip *pip, int env, const char *name, const struct buf *lines)
{
	if (files_make(env, name, lines->data, lines->len, 0600))
		return error_errno("cannot write '%s'", shown(path_join(pip->env, name)));
	return 0;
}

/* Have pip install WANTED, lines; held to HELD, lines, or without dependencies. */
static int install_lists(const struct reinstall *plan, const struct pip *pip, int env,
			 const struct buf *wanted, const struct buf *held)
{
	struct strings args = { 0 };

	add_wheels(&args, plan);
	if (!held)
		strings_add(&args, "--no-deps");
	strings_add(&args, "-r");
	strings_add(&args, path_join(pip->env, WANTED));
	if (put_list(pip, env, WANTED, wanted))
		return -1;
	if (held && held->len) {
		strings_add(&args, "-c");
		strings_add(&args, path_join(pip->env, HELD));
		if (put_list(pip, env, HELD, held))
			return -1;
	}
	return pip_install(pip, args.list);
}

static int install_lines(const struct reinstall *plan, const struct pip *pip,
			 const struct buf *wanted, const struct buf *held)
{
	int env = open(pip->env, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int ret;

	if (env < 0)
		return error_errno("cannot open '%s'", shown(pip->env));
	ret = install_lists(plan, pip, env, wanted, held);
	if ((unlinkat(env, WANTED, 0) && errno != ENOENT) ||
	    (unlinkat(env, HELD, 0) && errno != ENOENT))
		ret = error_errno("cannot remove what pip read in '%s'", shown(pip->env));
	close(env);
	return ret;
}

/* ---- sources that lie in the environment -------------------------------- */

/* Make the directories above PATH, below ENV. */
static int make_parents(int env, const char *path)
{
	for (const char *s = path; (s = strchr(s, '/')); s++)
		if (mkdirat(env, mem_dup(path, (size_t)(s - path)), 0777) && errno != EEXIST)
			return -1;
	return 0;
}

static int copy_source(const struct reinstall *plan, int env, const char *path)
{
	int old = open(plan->old->path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	size_t left_out = 0;
	int ret = 0;

	/* Two distributions may be in one checkout. */
	int there = old < 0 ? -1 : file_exists(env, path);

	if (there < 0 || (!there && (make_parents(env, path) ||
				     copy_tree(old, path, env, path, false, &left_out))))
		ret = error_errno("cannot copy '%s'", shown(path_join(plan->old->path, path)));
	if (old >= 0)
		close(old);
	return ret;
}

static int copy_sources(const struct reinstall *plan, const struct pip *pip)
{
	int env = open(pip->env, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int ret = 0;

	if (env < 0)
		return error_errno("cannot open '%s'", shown(pip->env));
	for (size_t i = 0; i < plan->count && !ret; i++)
		if (plan->items[i].copied)
			ret = copy_source(plan, env, plan->items[i].copied);
	close(env);
	return ret;
}

/* ---- what is installed -------------------------------------------------- */

static void put_item(struct buf *lines, const struct reinstall *plan, const struct pip *pip,
		     const struct reinstall_item *item)
{
	const char *source = item->source;

	if (item->copied)
		source = path_join(pip->env, source + strlen(plan->old->path) + 1);
	buf_putl(lines, reinstall_line(item->dist, source), "\n");
}

static int install_items(const struct reinstall *plan, const struct pip *pip)
{
	struct buf wanted = BUF_INIT, held = BUF_INIT;

	for (size_t i = 0; i < plan->count; i++)
		put_item(plan->items[i].wanted ? &wanted : &held, plan, pip, &plan->items[i]);
	if (!wanted.len)
		return 0;
	if (copy_sources(plan, pip))
		return -1;
	return install_lines(plan, pip, &wanted, plan->same ? NULL : &held);
}

static int install_files(const struct reinstall *plan, const struct pip *pip)
{
	struct strings args = { 0 };

	add_wheels(&args, plan);
	for (size_t i = 0; plan->how->files[i]; i++) {
		strings_add(&args, "-r");
		strings_add(&args, plan->how->files[i]);
	}
	return pip_install(pip, args.list);
}

static int install_pip(const struct reinstall *plan, const struct pip *pip)
{
	struct buf line = BUF_INIT;

	put_item(&line, plan, pip, plan->pip);
	return install_lines(plan, pip, &line, NULL);
}

/* What may be the cause, where pip speaks of versions that it cannot find. */
static void tell_why(const struct reinstall *plan)
{
	for (size_t i = 0; i < plan->count; i++) {
		const struct dist *dist = plan->items[i].dist;

		if (reinstall_is_pin(&plan->items[i]) && strchr(dist->version, '+'))
			note("'%s %s' may come from an index of its own: "
			     "PIP_EXTRA_INDEX_URL or '--offline' names it",
			     shown(dist->name), shown(dist->version));
	}
	if (!plan->same && !plan->how->files)
		note("not every version is there for Python %s: '-r FILE' "
		     "installs what FILE lists",
		     plan->to->series);
	if (!plan->how->wheels)
		note("where no index answers, '--offline DIR' installs wheels "
		     "from DIR, which 'pip download -d DIR' puts there");
}

static int drop_pip(const struct pip *pip)
{
	const char *const names[] = { "pip", NULL };

	return pip_uninstall(pip, names);
}

static int install_all(const struct reinstall *plan, const struct pip *pip)
{
	if (plan->pip && plan->pip_first && install_pip(plan, pip))
		return -1;
	if (plan->how->files ? install_files(plan, pip) : install_items(plan, pip))
		return -1;
	if (plan->pip && !plan->pip_first && install_pip(plan, pip))
		return -1;
	return plan->drop_pip ? drop_pip(pip) : 0;
}

int reinstall_run(const struct reinstall *plan, const struct pip *pip)
{
	if (!plan->any)
		return 0;
	if (!install_all(plan, pip))
		return stage_interrupted() ? -1 : 0;
	if (stage_interrupted())
		return -1;
	tell_why(plan);
	return error("pip could not install all that is there");
}
