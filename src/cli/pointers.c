/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/pointers.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/allow.h"
#include "cli/place.h"
#include "cli/redirect_file.h"
#include "cli/relative.h"
#include "cli/stage_dir.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/pointer.h"
#include "print/msg.h"
#include "system/files.h"
#include "system/replace.h"

#include "core/banned.h"

enum {
	/** as many as Linux follows */
	LINKS_MAX = 40,
};

/* ---- where one leads ---------------------------------------------------- */

/*
 * What fails so leads nowhere that the environment could be, as that was looked
 * at: also what is closed to us, and a server that is not there.
 */
static int fails(void)
{
	return unseen_is_answer(errno) || errno == EACCES || errno == ENOTCONN ? 0 : -1;
}

/*
 * PATH is ENV, whose last component may be gone, or leads there: 1, with LINKS
 * how many have its name or that of what another one of them leads to.  Else 0,
 * or -1 with errno.
 */
static int ends_at(const char *path, const char *env, int *links)
{
	for (*links = 0; *links <= LINKS_MAX; ++*links) {
		const char *place = place_unfollowed(path), *text;

		if (!place)
			return fails();
		if (streq(place, env))
			return 1;
		text = files_link_text(AT_FDCWD, place);
		if (!text)
			return fails();
		path = path_join(path_parent(place), text);
	}
	return 0;
}

/* Find where ONE begins: 1.  Else 0: it is none, or -1 with errno. */
static int begins(struct pointing *one)
{
	struct text text;
	const char *line;

	one->begin = one->file;
	if (S_ISLNK(one->info.mode))
		return 1;
	if (!S_ISREG(one->info.mode) || !streq(path_base(one->file), ".venv"))
		return 0;
	if (file_slurp(one->file, FILE_MAX, &text))
		return fails();
	line = pointer_redirect_line(text.data, text.len);
	one->begin = line ? path_join(path_parent(one->file), line) : NULL;
	return one->begin != NULL;
}

/* ONE->file leads to ENV: 1, with the rest of ONE.  Else 0, or -1 with errno. */
static int leads_to(struct pointing *one, const char *env)
{
	int links = 0, ret;

	if (file_lstat(one->file, &one->info))
		return fails();
	ret = begins(one);
	if (ret > 0)
		ret = ends_at(one->begin, env, &links);
	/* What a file names is rewritten, whatever that leads through. */
	one->indirect = ret > 0 && S_ISLNK(one->info.mode) && links > 1;
	return ret;
}

/* ---- all that lead there ------------------------------------------------ */

static void add(struct pointers *all, const struct pointing *one)
{
	all->list = mem_grow(all->list, all->count, &all->room, sizeof(*one));
	all->list[all->count++] = *one;
}

static int look_at(struct pointers *all, const char *file)
{
	struct pointing one = { .file = file };
	int ret;

	/* What lies in it goes along, as all that does. */
	if (path_under(file, all->env))
		return 0;
	for (size_t i = 0; i < all->count; i++)
		if (streq(all->list[i].file, file))
			return 0;
	ret = leads_to(&one, all->env);
	if (ret < 0)
		return error_errno("cannot read '%s'", shown(file));
	if (ret)
		add(all, &one);
	return 0;
}

static int look_in(const struct context *ctx, struct pointers *all, const char *project)
{
	const char *names = ctx->settings.names, *name;

	if (look_at(all, path_join(project, ".venv")))
		return -1;
	while ((name = settings_element(&names)))
		if (*name && !strchr(name, '/') && look_at(all, path_join(project, name)))
			return -1;
	return 0;
}

int pointers_find(struct context *ctx, const char *env, struct pointers *all)
{
	*all = (struct pointers){ .env = env, .uid = ctx->user.uid };
	if (allow_load(ctx))
		return -1;
	if (look_in(ctx, all, path_parent(env)))
		return -1;
	for (size_t i = 0; i < ctx->trust.count; i++) {
		const struct record *r = &ctx->trust.records[i];

		if (!r->tree && look_at(all, r->path))
			return -1;
	}
	return 0;
}

bool pointers_direct(const struct pointers *all)
{
	for (size_t i = 0; i < all->count; i++)
		if (!all->list[i].indirect)
			return true;
	return false;
}

/* ---- what is to be changed ---------------------------------------------- */

/* Somebody else's is theirs, also where the user could replace it. */
static int look_again(struct pointers *now, const char *file)
{
	struct pointing one = { .file = file };
	struct file_info info;
	int leads;

	if (file_lstat(file, &info) && errno == ENOENT)
		return 0;
	leads = leads_to(&one, now->env);
	if (leads < 0)
		return error_errno("cannot read '%s'", shown(file));
	if (!leads || one.indirect)
		note("'%s' leads elsewhere by now, and stays as it is", shown(file));
	else if (one.info.uid != now->uid)
		return error("'%s' belongs to somebody else, and stays as it "
			     "is",
			     shown(file));
	else
		add(now, &one);
	return 0;
}

/* All before the first is changed, which others may lead through. */
static int look_again_all(const struct pointers *all, struct pointers *now)
{
	int ret = 0;

	*now = (struct pointers){ .env = all->env, .uid = all->uid };
	for (size_t i = 0; i < all->count; i++)
		if (!all->list[i].indirect)
			ret |= look_again(now, all->list[i].file);
	return ret;
}

/* ---- changing them ------------------------------------------------------ */

static int refuse_other(const struct pointing *one)
{
	return error("'%s' is not what was looked at any more, and stays as it "
		     "is",
		     shown(one->file));
}

/** A change of one: open as DIR is the directory that holds it. */
typedef int pointer_act(const struct pointing *one, int dir, const char *to);

static int put_link(const struct pointing *one, int dir, const char *to)
{
	const char *real = place_real(path_parent(one->file));
	const char *name = path_base(one->file), *text = files_link_text(dir, name);

	if (!text || !real)
		return error_errno("cannot read '%s'", shown(one->file));
	if (*text != '/')
		to = relative(to, real);
	if (!replace_link(dir, name, to, &one->info))
		return 0;
	if (errno != ESTALE)
		return error_errno("cannot write '%s'", shown(one->file));
	return refuse_other(one);
}

static int put_redirect(const struct pointing *one, const char *to)
{
	struct redirect r;
	int ret;

	if (redirect_open(&r, path_parent(one->file)))
		return -1;
	ret = redirect_write(&r, to);
	redirect_close(&r);
	return ret;
}

static int lead(const struct pointing *one, int dir, const char *to)
{
	if (S_ISLNK(one->info.mode) ? put_link(one, dir, to) : put_redirect(one, to))
		return -1;
	note("'%s' leads to it now", shown(one->file));
	return 0;
}

static int take_away(const struct pointing *one, int dir, const char *to)
{
	(void)to;
	if (unlinkat(dir, path_base(one->file), 0))
		return error_errno("cannot remove '%s'", shown(one->file));
	note("removed '%s', which led to it", shown(one->file));
	return 0;
}

/* ONE, in DIR, is what was looked at, and a redirect was not written to either. */
static bool is_same(const struct pointing *one, int dir)
{
	struct pointing now = *one;

	return files_still(dir, path_base(one->file), &one->info) && begins(&now) > 0 &&
	       streq(now.begin, one->begin);
}

static int change(const struct pointing *one, pointer_act *act, const char *to)
{
	const char *project = path_parent(one->file);
	int dir = open(project, O_RDONLY | O_DIRECTORY | O_CLOEXEC), ret;

	if (dir < 0)
		return error_errno("cannot open '%s'", shown(project));
	/* What a run that was killed left. */
	stage_sweep(project);
	ret = is_same(one, dir) ? act(one, dir, to) : refuse_other(one);
	close(dir);
	return ret;
}

static int change_all(const struct pointers *all, pointer_act *act, const char *to)
{
	struct pointers now;
	int ret = look_again_all(all, &now);

	for (size_t i = 0; i < now.count; i++)
		ret |= change(&now.list[i], act, to);
	return ret;
}

/* Another one may have been changed that they lead through; none is by itself. */
static void tell_indirect(const struct pointers *all, const char *to)
{
	for (size_t i = 0; i < all->count; i++) {
		const char *file = all->list[i].file;
		int links;

		if (!all->list[i].indirect)
			continue;
		if (to && ends_at(file, to, &links) > 0)
			note("'%s' leads to it now", shown(file));
		else
			note("'%s' led to it through another link, and stays "
			     "as it is",
			     shown(file));
	}
}

int pointers_lead(const struct pointers *all, const char *env)
{
	int ret = change_all(all, lead, env);

	tell_indirect(all, env);
	return ret;
}

int pointers_remove(const struct pointers *all)
{
	int ret = change_all(all, take_away, NULL);

	tell_indirect(all, NULL);
	return ret;
}
