/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/slots.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <time.h>

#include "core/mem.h"
#include "core/path.h"
#include "plan/pointer.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/brought.h"
#include "records/tracked.h"
#include "records/writable.h"

/* ---- the slots of a project ------------------------------------------------------ */

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

static void add_slot(struct slots *slots, const struct candidate *c)
{
	for (size_t i = 0; i < slots->count; i++)
		if (streq(slots->list[i].name, c->name))
			return;
	slots->list = mem_grow(slots->list, slots->count, &slots->room, sizeof(*c));
	slots->list[slots->count++] = *c;
}

/*
 * A directory needs a pyvenv.cfg. A link counts only under the name .venv, or, if the user named
 * the project, with an environment as its target.
 */
static bool slot_is_env(const struct slots *slots, const struct candidate *c)
{
	struct real_path env;

	if (!c->pointer)
		return venv_exists(c->path) > 0;
	return streq(c->name, ".venv") ||
	       (slots->follow_links && !pointer_follow(c, &env) && venv_exists(env.path) > 0);
}

static bool visit_slot(void *arg, int fd, const char *name, int type)
{
	struct slots *slots = arg;
	struct candidate c;

	(void)fd;
	if ((type == DT_DIR || type == DT_UNKNOWN) && !starts_with(name, ".avenv-") &&
	    slot_named(slots->project, mem_dups(name), &c) && !c.pointer && slot_is_env(slots, &c))
		add_slot(slots, &c);
	return true;
}

/*
 * Add environments that a tool's setting or file names, but not those that the tool made for the
 * project itself: they need no record.
 */
static void add_tools(struct trust *trust, struct slots *slots)
{
	struct search search = { .trust = trust,
				 .dir = slots->project,
				 .physical = slots->project,
				 .user_named_project = slots->follow_links };

	for (size_t i = 0; finders[i]; i++) {
		struct candidate c = { .project = slots->project };

		if (finders[i]->tools && finders[i]->look(&search, &c) && !c.made_by_tool)
			add_slot(slots, &c);
	}
}

int slots_in(struct trust *trust, const char *dir, bool follow_links, struct slots *slots)
{
	const char *const *names = trust->settings->names;
	struct candidate c;

	*slots = (struct slots){ .project = dir, .follow_links = follow_links };
	for (const char *name = ".venv"; name; name = *names++)
		if (slot_named(dir, name, &c) && slot_is_env(slots, &c))
			add_slot(slots, &c);
	if (file_scan(dir, visit_slot, slots))
		return -1;
	if (!slots->count)
		add_tools(trust, slots);
	return 0;
}

/* ---- reasons against one ----------------------------------------------------------- */

/* The project or environment of SLOT whose path NO has; else NULL. */
static const struct real_path *with_path_of(const struct record *no, const struct slot *slot)
{
	if (streq(no->path, slot->project->path))
		return slot->project;
	return !slot->is_pointer && slot->env && streq(no->path, slot->env->path) ? slot->env :
										    NULL;
}

static int check_denied(struct trust *trust, const struct slot *slot, const struct allow_how *how,
			struct buf *why)
{
	trust_load(trust);
	for (size_t i = 0; i < trust->count; i++) {
		const struct record *no = &trust->records[i];
		const struct real_path *at = with_path_of(no, slot);
		bool own = at && denial_is_of(no, &real_path_end(at)->info);

		if (!record_denies(no, slot) || (how->lifts_denial && own))
			continue;
		buf_puts(why,
			 formatted(at && !own ? "'%s' was denied when another directory was there" :
						"you denied '%s'",
				   shown(no->path)));
		if (!how->look_only)
			buf_putl(why, "; ",
				 paste_command(own ? "avenv allow" : "avenv forget", no->path),
				 " takes that back");
		return -1;
	}
	return 0;
}

/* Check other writers and git. Returns 0, or -1 with the options that accept all of it in R. */
static int check_options(const struct slot *slot, const struct candidate *c, const char *path,
			 const struct allow_how *how, struct record *r, struct buf *why)
{
	struct writers o = { 0 };
	struct buf git = BUF_INIT;
	const char *accept;
	bool shared, tracked;

	other_writers_of_slot(&o, c->path, slot->env);
	for (size_t i = 0; how->shared && !how->look_only && i < o.list.count; i++)
		note("%s", o.list.list[i]);
	shared = !how->shared && o.list.count;
	tracked = !how->tracked && (slot_tracked(slot->env->path, &git) ||
				    (slot->is_pointer && slot_tracked(path, &git)));
	if (!shared && !tracked)
		return 0;
	*r = (struct record){ .shared = how->shared || shared, .tracked = how->tracked || tracked };
	buf_putl(why, shared ? o.list.list[0] : "", shared && tracked ? ", and " : "", git.data);
	if (how->look_only)
		return -1;
	accept = paste_command(allow_command(r), slot->project->path);
	if (shared && !tracked)
		buf_puts(why, writers_end(&o, accept));
	else
		buf_putl(why, "; ", accept, shared ? " accepts that" : " allows it anyway");
	return -1;
}

/*
 * Allowing a directory does not allow an environment that an archive or a clone has brought into
 * it.
 */
static int check_brought(struct trust *trust, const struct slot *slot, const struct candidate *c,
			 const struct allow_how *how, struct buf *why)
{
	if (!how->only_made_here || how->tracked ||
	    !brought_along(trust->settings, slot->env->path, c->path, why))
		return 0;
	if (!how->look_only)
		buf_putl(why, "; ",
			 paste_command(how->shared ? "avenv allow --shared" : "avenv allow",
				       slot->path),
			 " allows it anyway");
	return -1;
}

const char *pointer_removal(const struct candidate *c, const char *problem)
{
	if (!c->pointer || c->tool || !pointer_is_wrong(problem))
		return NULL;
	return formatted("rm %s", paste_word(c->path));
}

/* Follow C to ENV. Returns 0, or -1 with the reason added to WHY if that is no environment. */
static int follow_slot(const struct candidate *c, const struct allow_how *how,
		       struct real_path *env, struct buf *why)
{
	const char *problem = pointer_follow(c, env), *command;

	if (!problem && venv_exists(env->path) > 0)
		return 0;
	buf_puts(why, problem ? problem : "there is no pyvenv.cfg in it, so it is no environment");
	command = how->look_only ? NULL : pointer_removal(c, problem);
	if (command)
		buf_putl(why, "; ", paste_quoted(command), " removes it");
	return -1;
}

/* ---- records ------------------------------------------------------------------------ */

/* The time now, by the clock from which the kernel takes the times of files. */
static int64_t time_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME_COARSE, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

static struct record record_of(const char *path, const struct file_info *info)
{
	return (struct record){ .path = path, .id = info->id };
}

int slot_record(struct trust *trust, const char *project, const struct candidate *c,
		const struct allow_how *how, struct record *r, struct buf *why)
{
	struct real_path of, env;
	struct slot slot = { .project = &of, .env = &env, .is_pointer = c->pointer };

	*r = (struct record){ .shared = how->shared, .tracked = how->tracked };
	if (real_path_read(project, &of)) {
		buf_puts(why, strerror(errno));
		return -1;
	}
	if (slot.is_pointer && how->look_only && !how->followed)
		return 0;
	slot.path = path_join(of.path, c->name);
	if (follow_slot(c, how, &env, why) || check_denied(trust, &slot, how, why) ||
	    check_options(&slot, c, path_join(project, c->name), how, r, why) ||
	    check_brought(trust, &slot, c, how, why))
		return -1;
	*r = record_of(slot.path, &real_path_end(&of)->info);
	if (slot.is_pointer) {
		r->target = env.path;
		r->target_id = real_path_around(&env)->info.id;
	}
	r->since = time_now();
	r->shared = how->shared;
	r->tracked = how->tracked;
	return 0;
}

int slot_allow(struct trust *trust, const char *project, const struct candidate *c,
	       const struct allow_how *how, struct change *change)
{
	struct buf why = BUF_INIT;
	struct record r = { 0 };

	if (slot_record(trust, project, c, how, &r, &why))
		return error("'%s' is not allowed: %s", shown(path_join(project, c->name)),
			     why.data);
	if (how->lifts_denial && change_lift(change, trust, r.path))
		return -1;
	change_add(change, trust, &r);
	return 0;
}

int tree_record(struct trust *trust, const char *dir, bool deny, struct record *r, struct buf *why)
{
	const struct allow_how how = { .lifts_denial = true };
	struct real_path chain;
	struct slot slot = { .project = &chain, .path = dir };

	if (real_path_read(dir, &chain))
		return why_errno(why, "find", dir);
	if (!deny && check_denied(trust, &slot, &how, why))
		return -1;
	*r = record_of(dir, &real_path_end(&chain)->info);
	r->deny = deny;
	r->tree = true;
	return 0;
}
