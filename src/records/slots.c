/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/slots.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "core/search.h"
#include "print/paste.h"
#include "records/guard.h"
#include "records/tracked.h"

#include "core/banned.h"

enum {
	/** entries of a directory that are looked at */
	ENTRIES_MAX = 1024,
};

bool slot_named(const char *project, const char *name, struct candidate *c)
{
	struct file_info info;

	*c = (struct candidate){
		.path = path_join(project, name),
		.name = name,
		.project = project,
	};
	if (file_lstat(c->path, &info))
		return false;
	if (S_ISLNK(info.mode))
		c->pointer = POINTER_LINK;
	else if (S_ISREG(info.mode) && streq(name, ".venv"))
		c->pointer = POINTER_REDIRECT;
	else if (!S_ISDIR(info.mode))
		return false;
	return true;
}

static void add(struct slots *slots, const struct candidate *c)
{
	for (size_t i = 0; i < slots->count; i++)
		if (streq(slots->list[i].name, c->name))
			return;
	slots->list = mem_grow(slots->list, slots->count, &slots->room, sizeof(*c));
	slots->list[slots->count++] = *c;
}

/* A directory without pyvenv.cfg is none; nor is, by another name than .venv, what leads there. */
static bool is_env(const struct slots *slots, const struct candidate *c)
{
	struct candidate leads = *c;
	struct chain env;

	if (!c->pointer)
		return venv_exists(c->path) > 0;
	return streq(c->name, ".venv") ||
	       (slots->word && !pointer_follow(&leads, &env) && venv_exists(env.path) > 0);
}

static bool visit(void *arg, int fd, const char *name, int type)
{
	struct slots *slots = arg;
	struct candidate c;

	(void)fd;
	if (++slots->entries > ENTRIES_MAX)
		return false;
	if ((type == DT_DIR || type == DT_UNKNOWN) && !starts_with(name, ".avenv-") &&
	    slot_named(slots->project, mem_dups(name), &c) && !c.pointer && is_env(slots, &c))
		add(slots, &c);
	return true;
}

/* What other tools have for this directory. */
static void add_tools(struct trust *trust, struct slots *slots)
{
	struct search search = { .trust = trust,
				 .dir = slots->project,
				 .physical = slots->project,
				 .asked = slots->word };

	for (size_t i = 0; finders[i]; i++) {
		struct candidate c = { .project = slots->project };

		if (!finders[i]->tools || !finders[i]->look(&search, &c) || c.problem)
			continue;
		if (c.tied)
			slots->tool = c.tool;
		else
			add(slots, &c);
	}
}

int slots_in(struct trust *trust, const char *dir, bool word, struct slots *slots)
{
	const char **names = trust->settings->names;
	struct candidate c;

	*slots = (struct slots){ .project = dir, .word = word };
	for (const char *name = ".venv"; name; name = *names++)
		if (slot_named(dir, name, &c) && is_env(slots, &c))
			add(slots, &c);
	if (file_scan(dir, visit, slots))
		return -1;
	if (!slots->count)
		add_tools(trust, slots);
	return 0;
}

int slot_tracked(const char *path, struct buf *why)
{
	const char *reason = NULL;
	enum git_tracking is = tracked_look(path, &reason);

	if (is == GIT_UNTRACKED)
		return 0;
	buf_putl(why, reason, is == GIT_UNKNOWN ? "" : ", so others decide what runs");
	return -1;
}

/* NO is of DIR itself, not of a directory that was moved away from that path. */
static bool is_of(const struct record *no, const struct chain *dir)
{
	return streq(no->path, dir->path) &&
	       (!no->btime || record_is_of(no, &chain_end(dir)->info));
}

/* In quotes: the command that ends the denial NO, `allow` if it is of PROJECT itself. */
static const char *denial_end(const struct record *no, const struct chain *project)
{
	return paste_command(is_of(no, project) ? "avenv allow" : "avenv forget", no->path);
}

/* To allow SLOT lifts the denial NO: it is of the project or the environment itself. */
static bool slot_lifts(const struct record *no, const struct slot *slot)
{
	return is_of(no, slot->project) || (!slot->leads && is_of(no, slot->env));
}

static int check_denied(struct trust *trust, const struct slot *slot, const struct allow_how *how,
			struct buf *why)
{
	const struct record *no = NULL;

	trust_load(trust);
	for (size_t i = 0; i < trust->count && !no; i++) {
		const struct record *r = &trust->records[i];

		if (record_denies(r, slot) && !(how->lifts && slot_lifts(r, slot)))
			no = r;
	}
	if (!no)
		return 0;
	buf_putl(why, "you denied ", hint_quoted(no->path));
	if (!how->look_only)
		buf_putl(why, "; ", denial_end(no, slot->project), " takes that back");
	return -1;
}

static int check_openings(struct trust *trust, const struct slot *slot, const char *path,
			  const struct allow_how *how, struct buf *why)
{
	struct openings o = { 0 };

	if (how->shared)
		return 0;
	openings_of_slot(&o, &trust->user, path, slot->env);
	if (!o.count)
		return 0;
	opening_text(why, &o.list[0]);
	buf_puts(why, how->look_only ? "" : opening_mend(&o.list[0], slot->project->path));
	return -1;
}

static int check_tracked(const struct slot *slot, const char *path, const struct allow_how *how,
			 struct buf *why)
{
	if (how->tracked ||
	    (!slot_tracked(slot->env->path, why) && (!slot->leads || !slot_tracked(path, why))))
		return 0;
	if (!how->look_only)
		buf_putl(why, "; ", paste_command("avenv allow --tracked", slot->project->path),
			 " allows it all the same");
	return -1;
}

/* Where C leads, as the user speaks of it. */
static int follow(const char *project, const struct candidate *c, struct chain *env,
		  struct buf *why)
{
	struct candidate leads = *c;

	if (pointer_follow(&leads, env)) {
		buf_puts(why, leads.problem);
		return -1;
	}
	if (venv_exists(env->path) > 0)
		return 0;
	buf_puts(why, "there is no pyvenv.cfg in it, so it is no environment");
	return -1;
}

int slot_record(struct trust *trust, const char *project, const struct candidate *c,
		const struct allow_how *how, struct record *r, struct buf *why)
{
	struct slot slot = { .leads = c->pointer };
	struct chain of, env;
	const struct file_info *info;

	if (chain_of(project, &of)) {
		buf_puts(why, strerror(errno));
		return -1;
	}
	if (slot.leads && how->look_only)
		return 0;
	slot.project = &of;
	slot.path = path_join(of.path, c->name);
	slot.env = &env;
	if (follow(project, c, &env, why) || check_denied(trust, &slot, how, why) ||
	    check_openings(trust, &slot, c->path, how, why) ||
	    check_tracked(&slot, path_join(project, c->name), how, why))
		return -1;
	info = &chain_end(&of)->info;
	*r = (struct record){
		.path = slot.path,
		.ino = info->ino,
		.btime = info->btime,
		.target = slot.leads ? env.path : NULL,
		.shared = how->shared,
		.tracked = how->tracked,
	};
	r->path_len = strlen(r->path);
	return 0;
}

int tree_record(const char *dir, bool deny, struct record *r)
{
	struct file_info info;

	if (file_lstat(dir, &info))
		return -1;
	*r = (struct record){
		.path = dir,
		.path_len = strlen(dir),
		.ino = info.ino,
		.btime = info.btime,
		.deny = deny,
		.tree = true,
	};
	return 0;
}
