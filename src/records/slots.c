/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/slots.h"

#include <errno.h>
#include <sys/stat.h>
#include <time.h>

#include "core/mem.h"
#include "core/path.h"
#include "plan/pointer.h"
#include "plan/words.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "records/refusal.h"

/* ---- the slots of a project ------------------------------------------------------ */

bool candidate_named(const char *project, const char *name, struct candidate *c)
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

int candidate_of_record(const struct record *r, struct candidate *c)
{
	struct file_info info;

	if (file_lstat(r->path, &info))
		return -1;
	if (candidate_named(path_parent(r->path), path_base(r->path), c) || !r->target)
		return 0;
	c->pointer = POINTER_STORE;
	c->target = r->target;
	return file_lstat(r->target, &info);
}

static void add_slot(struct candidates *slots, const struct candidate *c)
{
	for (size_t i = 0; i < slots->count; i++)
		if (streq(slots->list[i].name, c->name))
			return;
	LIST_ADD(slots, *c);
}

/*
 * C may be one of SLOTS. A directory needs a pyvenv.cfg. A pointer is a slot if its name is .venv;
 * with another name it must lead to an environment, which is looked up only with follow_links.
 */
static bool is_slot(const struct candidates *slots, const struct candidate *c)
{
	if (!c->pointer)
		return venv_exists(c->path) > 0;
	return streq(c->name, ".venv") || (slots->follow_links && pointer_has_env(c));
}

/* Add NAME in the project, if it may have an environment. */
static void add_named(struct candidates *slots, const char *name)
{
	struct candidate c;

	if (candidate_named(slots->project.path, name, &c) && is_slot(slots, &c))
		add_slot(slots, &c);
}

static bool visit_slot(void *arg, int fd, const char *name, int type)
{
	struct candidates *slots = arg;
	struct candidate c;

	/* candidates_in() has looked at links by their names. */
	if (file_is_dir(fd, name, type) && !path_is_temp(name) && !path_is_backup(name) &&
	    candidate_named(slots->project.path, mem_dups(name), &c) && !c.pointer &&
	    is_slot(slots, &c))
		add_slot(slots, &c);
	return true;
}

/*
 * Add the environments that a tool's settings or files name. Those that the tool made for this
 * project are left out: they need no record.
 */
static void add_tools(struct trust *trust, struct candidates *slots)
{
	struct search search = { .trust = trust,
				 .dir = slots->project.path,
				 .physical = slots->project,
				 .user_named_project = slots->follow_links };

	for (size_t i = 0; finders[i]; i++) {
		struct candidate c;

		if (finders[i]->tools && finder_look(finders[i], &search, &c) && !c.made_by_tool)
			add_slot(slots, &c);
	}
}

int candidates_in(struct trust *trust, struct real_path dir, bool follow_links,
		  struct candidates *slots)
{
	*slots = (struct candidates){ .project = dir, .follow_links = follow_links };
	add_named(slots, ".venv");
	for (const char *const *name = trust->settings->names; *name; name++)
		add_named(slots, *name);
	if (file_scan(dir.path, visit_slot, slots))
		return -1;
	if (!slots->count)
		add_tools(trust, slots);
	return 0;
}

bool slot_is_empty(struct trust *trust, const struct verdict *v)
{
	const struct candidate *c = &v->candidate;
	struct candidates slots;

	return (verdict_bar(v) & (BAR_UNRECORDED | BAR_CHANGED)) && c->target &&
	       !candidates_in(trust, real_path_kept(c->project), true, &slots) && !slots.count;
}

/* ---- what allow says ---------------------------------------------------------------- */

unsigned slot_look(struct trust *trust, const struct candidate *c, unsigned accepts,
		   struct verdict *v)
{
	/* A look ends at the first bar. Find all that options accept: the message names them. */
	verdict_look(trust, c, accepts | BY_OPTIONS, v);
	v->accepted = accepts;
	verdict_ask(trust, v);
	return verdict_left(v);
}

/* ---- records ------------------------------------------------------------------------ */

/* The time now, by the clock from which the kernel takes the times of files. */
static int64_t time_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

struct record slot_record(const struct verdict *v)
{
	/* The options of an earlier `allow` stay. */
	unsigned accepts = verdict_accepted(v);
	struct record r = {
		.path = v->slot,
		.id = chain_end(&v->project)->info.id,
		.since = time_now(),
		/* Nobody else is left: an option or an earlier record accepts these. */
		.shared = v->owners.who,
		.tracked = accepts & BAR_GIT,
	};

	if (v->candidate.pointer) {
		r.target = v->env.path;
		r.target_id = chain_around(&v->env)->info.id;
	} else {
		r.env_id = chain_end(&v->env)->info.id;
	}
	return r;
}

/* Only AVENV_TRUST allows V: a record would leave a bar, or an owner that is not accepted. */
static bool needs_avenv_trust(const struct verdict *v)
{
	bool bar_would_stay = v->bars & ~v->accepted;
	bool owner_would_stay = !user_or_root(v->owners.also_accepted);

	return v->record && is_of_avenv_trust(v->record) && (bar_would_stay || owner_would_stay);
}

int slot_allow(struct trust *trust, const struct candidate *c, unsigned accepts,
	       struct change *change)
{
	struct verdict v;
	struct record r;

	if (slot_look(trust, c, accepts, &v))
		return error("'%s' is not allowed: %s", shown(c->path), refusal_line(&v));
	if (accepts & BY_SHARED)
		for (size_t i = 0; i < v.owners.count; i++)
			note("%s", owner_fault_line(&v.owners.list[i]));
	if (needs_avenv_trust(&v)) {
		note("'%s' is allowed by AVENV_TRUST, and needs no record", shown(c->path));
		return 0;
	}
	r = slot_record(&v);
	if ((accepts & BAR_DENIED_ITSELF) && change_lift(change, trust, r.path))
		return -1;
	change_add(change, trust, &r);
	return 0;
}

int tree_record(struct trust *trust, struct real_path dir, bool deny, struct record *r,
		struct buf *why)
{
	struct chain chain;
	const struct slot slot = { .project = &chain, .path = dir.path };
	const struct record *denial;

	if (chain_read(dir.path, &chain))
		return why_errno(why, "find", dir.path);
	if (!deny && trust_denial_word(trust, &slot, &denial) == WORD_DENIED) {
		buf_putl(why, words_of_denial_record(denial, &chain), "; ",
			 paste_command("avenv forget", denial->path), " lifts that");
		return -1;
	}
	*r = (struct record){
		.path = dir.path,
		.id = chain_end(&chain)->info.id,
		.deny = deny,
		.tree = true,
	};
	return 0;
}

void warn_home(const struct settings *settings, const char *dir)
{
	if (settings_is_home(settings, dir))
		note("'%s' is %s: what is allowed there is on in every directory below without an "
		     "environment of its own; %s ends that",
		     shown(dir), streq(dir, "/") ? "the root directory" : "your home directory",
		     paste_command("avenv forget", dir));
}
