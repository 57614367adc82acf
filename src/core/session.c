/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/session.h"

#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "core/buf.h"
#include "core/find.h"
#include "core/hint.h"
#include "core/mem.h"
#include "core/mutes.h"
#include "core/path.h"
#include "core/pathvar.h"

#include "core/banned.h"

enum {
	/** hex digits of one hash and the space after it */
	TOLD_LEN = 9,
	/** how many a shell remembers */
	TOLD_MAX = 64,
};

const char *session_physical(void)
{
	char *cwd = mem_alloc(PATH_MAX);

	return getcwd(cwd, PATH_MAX) && cwd[0] == '/' ? cwd : NULL;
}

const char *session_pwd(const char *pwd, const char *physical)
{
	struct file_info logical, real;

	if (!is_set(pwd) || !path_is_clean(pwd))
		return physical;
	if (!physical || streq(pwd, physical))
		return pwd;
	if (file_stat(pwd, &logical) || file_stat(".", &real) || !file_same(&logical, &real))
		return physical;
	return pwd;
}

void session_events(struct session *session, const char *events)
{
	size_t letters = strcspn(events, ":");
	const char *switches = events[letters] ? events + letters + 1 : NULL;

	session->prompt = memchr(events, 'p', letters) != NULL;
	session->fresh = memchr(events, 's', letters) != NULL;
	session->stock = memchr(events, 'o', letters) != NULL;
	session->unmute = memchr(events, 'a', letters) != NULL;
	session->yes = memchr(events, 'w', letters) != NULL;
	session->renamed = memchr(events, 'n', letters) != NULL;
	session->unsaid = memchr(events, 'u', letters) != NULL;
	session->off =
		memchr(events, 'x', letters) != NULL || settings_on(settings_element(&switches));
	session->quiet = settings_on(settings_element(&switches));
}

void session_seen(struct session *session, const char *seen)
{
	const char *end, *last;

	seen += strspn(seen, "?:");
	end = *seen ? strstr(seen + 1, "//") : NULL;
	if (!end)
		return;
	session->was = mem_dup(seen, (size_t)(end - seen));
	session->moved = !session->pwd || !streq(session->pwd, session->was);
	last = end + 2;
	end = strstr(last, "//");
	session->last = end ? mem_dup(last, (size_t)(end - last)) : NULL;
}

/* The active environment is the found one, maybe by another path. */
static bool is_same(const struct session *s, const struct found *found)
{
	struct file_info a, b;

	if (found->outcome != FIND_ENV || !is_set(s->active))
		return false;
	if (streq(s->active, found->venv.path))
		return true;
	return !streq(s->active, is_set(s->marked) ? s->marked : "") && !file_stat(s->active, &a) &&
	       !file_stat(found->venv.path, &b) && file_same(&a, &b);
}

/* Our entry in PATH is that of what is active. */
static bool is_worn(const struct session *s)
{
	return !s->stock && streq(s->entry, pathvar_of_env(s->path, s->active));
}

/*
 * `avenv activate ENV` turned something on, and other than of what it inherited
 * the shell knows its project.
 */
static bool has_named(const struct session *s)
{
	return is_set(s->active) && is_set(s->entry) && is_set(s->project) &&
	       !(s->marked && streq(s->active, s->marked));
}

static enum active whose(const struct session *s)
{
	if (!is_set(s->active))
		return ACTIVE_NONE;
	if (is_set(s->marked) && streq(s->active, s->marked) && !s->stock)
		return ACTIVE_OURS;
	/* To be left as ours is: the user's word was for what lay there. */
	return has_named(s) && is_worn(s) && !venv_exists(s->active) ? ACTIVE_OURS : ACTIVE_THEIRS;
}

/* Our entry in PATH: as remembered, else as a parent shell must have made it */
static const char *our_entry(const struct session *s)
{
	if (is_set(s->entry))
		return s->entry;
	return is_set(s->marked) ? pathvar_of_env(s->path, s->marked) : NULL;
}

/* What the directory of the last look gives, if that is there: there the line began. */
static struct found found_then(const struct session *s, struct trust *trust,
			       const struct plan *plan)
{
	struct search search = { .trust = trust };
	struct found found = { 0 };
	struct chain was;

	if (!s->moved)
		return plan->found;
	if (s->was && !chain_of(s->was, &was))
		find_env(&search, s->was, was.path, &found);
	return found;
}

/* A deactivate by the user, in whichever way: it was on and now is not. */
static void mute(const struct session *s, struct trust *trust, const struct plan *plan,
		 struct mutes *mutes)
{
	struct found found;

	if (!is_set(s->last) || is_set(s->active))
		return;
	if (path_is_clean(s->last))
		mutes_add(mutes,
			  is_set(s->project) && path_is_clean(s->project) ? s->project :
									    path_parent(s->last),
			  s->last);
	found = found_then(s, trust, plan);
	if (found.outcome == FIND_ENV) {
		/* With its own project, which may be another than above. */
		mutes_remove(mutes, found.venv.path);
		mutes_add(mutes, found.project_real, found.venv.path);
	}
}

/* A yes may have been said before a cd on the same line. */
static void unmute(const struct session *s, struct trust *trust, const struct plan *plan,
		   struct mutes *mutes)
{
	struct found found = s->unmute ? plan->found : found_then(s, trust, plan);

	if (found.outcome == FIND_ENV)
		mutes_remove(mutes, found.venv.path);
}

static void read_situation(const struct session *s, struct plan *plan, const struct mutes *mutes)
{
	struct situation *now = &plan->situation;
	const char *entry = our_entry(s);

	now->off = s->off;
	now->fresh = s->fresh || s->renamed;
	now->found = plan->found.outcome == FIND_ENV;
	now->same = is_same(s, &plan->found);
	now->muted = now->found && mutes_have(mutes, plan->found.venv.path);
	now->inherited = now->active == ACTIVE_THEIRS && is_set(s->inherited) &&
			 streq(s->inherited, s->active);
	plan->gone = now->active == ACTIVE_OURS && !now->same && !venv_exists(s->active);
	now->in_path = entry && pathvar_has(s->path, entry);
	now->leftover = now->active != ACTIVE_OURS &&
			(is_set(s->marked) || (now->active == ACTIVE_NONE && is_set(s->entry)) ||
			 (has_named(s) && !is_worn(s)));
}

/* Does the action put an environment of ours on PATH? */
static bool turns_on(enum action action)
{
	return action == DO_ACTIVATE || action == DO_SWITCH || action == DO_REPAIR ||
	       action == DO_ADOPT;
}

/* PATH and our entry in it, as the action leaves them. */
static void plan_path(const struct session *s, struct plan *plan)
{
	bool theirs = plan->situation.active == ACTIVE_THEIRS;
	const char *active = theirs ? pathvar_of_env(s->path, s->active) : NULL;
	const char *old = our_entry(s), *path = s->path;

	plan->entry = is_set(s->entry) ? s->entry : "";
	plan->project = s->project ? s->project : "";
	plan->path = path;
	if (plan->action == DO_NOTHING)
		return;
	plan->project = turns_on(plan->action) ? plan->found.project_real : "";
	if (plan->action == DO_LEND) {
		plan->entry = active;
		return;
	}
	if (plan->action == DO_ADOPT)
		old = active;
	if (old && path)
		path = pathvar_remove(path, old,
				      plan->action == DO_RENOUNCE && active && streq(old, active));
	plan->entry = plan->action == DO_RENOUNCE ? old : "";
	if (turns_on(plan->action)) {
		plan->entry = venv_bin(&plan->found.venv);
		path = pathvar_prepend(path, plan->entry);
	}
	plan->path = path;
}

/* FNV-1a of ABOUT, 32 bits: who is told what needs no better. */
static const char *told_key(const char *about, enum outcome outcome)
{
	static const char hex[] = "0123456789abcdef";
	char out[TOLD_LEN + 1] = "         ";
	unsigned hash = 2166136261U ^ (unsigned)outcome;

	for (; *about; about++)
		hash = (hash ^ (unsigned char)*about) * 16777619U;
	for (int i = 7; i >= 0; i--, hash >>= 4)
		out[i] = hex[hash & 15];
	return mem_dup(out, TOLD_LEN);
}

static const char *told_before(const struct session *s)
{
	size_t len = s->told ? strlen(s->told) : 0;

	if (s->unsaid && len >= TOLD_LEN)
		len -= TOLD_LEN;
	return len ? mem_dup(s->told, len) : "";
}

/* Say what there is to say, once per shell and project. */
static void plan_message(const struct session *s, const struct trust *trust, struct plan *plan)
{
	const struct found *found = &plan->found;
	bool quiet = trust->settings->quiet || s->quiet;
	struct buf text = BUF_INIT, told = BUF_INIT;
	const char *path = found->candidate.path, *key;

	plan->told = told_before(s);
	if (s->off || plan->situation.active == ACTIVE_THEIRS)
		return;
	if (!trust->closed && found->outcome != FIND_NONE && (!quiet || hint_is_error(found)))
		hint_text(&text, found, plan->start, NULL);
	if (text.len) {
		key = told_key(path, found->outcome);
	} else if (trust->fault) {
		struct buf what = BUF_INIT;

		/* Once for each project that it keeps off, and each fault. */
		hint_store(&text, trust);
		buf_putl(&what, trust->closed && path ? path : "", text.data);
		/* Of FIND_NONE is no hint that this one would hide. */
		key = told_key(what.data, FIND_NONE);
	} else {
		return;
	}
	if (strstr(plan->told, key))
		return;
	plan->message = text.data;
	buf_puts(&told, plan->told);
	buf_puts(&told, key);
	plan->told = told.data;
	if (told.len > (size_t)TOLD_LEN * TOLD_MAX)
		plan->told += TOLD_LEN;
}

/* PATH begins with what is active, as after an activation. */
static bool leads_path(const struct session *s)
{
	const char *bin = path_join(s->active, "bin");
	size_t len = strlen(bin);

	return s->path && starts_with(s->path, bin) && (s->path[len] == ':' || !s->path[len]);
}

/*
 * A stock activate that the user sourced between two prompts has run that
 * environment's code already: that is the user's word for it.
 */
static const char *to_learn(const struct session *s, const struct settings *settings,
			    const struct plan *plan)
{
	if (s->fresh || s->off || !settings->learn || !s->stock ||
	    plan->situation.active != ACTIVE_THEIRS || plan->situation.inherited ||
	    (s->last && streq(s->last, s->active)))
		return NULL;
	return s->active[0] == '/' && leads_path(s) ? s->active : NULL;
}

/* The file that has to stay where it is; or NULL. */
static const char *to_watch(const struct session *s, const struct plan *plan)
{
	if (plan->situation.active == ACTIVE_THEIRS)
		return plan->named ? path_join(s->active, "pyvenv.cfg") : NULL;
	return !s->off && plan->situation.found && is_set(plan->entry) ?
		       path_join(plan->found.venv.path, "pyvenv.cfg") :
		       NULL;
}

void session_plan(const struct session *session, struct trust *trust, struct trace *trace,
		  struct plan *plan)
{
	struct search search = { .trust = trust, .trace = trace };
	const char *physical = session_physical();
	struct mutes mutes;

	*plan = (struct plan){ .named = has_named(session) && is_worn(session),
			       .situation.active = whose(session) };
	plan->start = session_pwd(session->pwd, physical);
	/* Hands off: what this directory would give is of no interest. */
	if (plan->start && !session->off &&
	    (plan->situation.active != ACTIVE_THEIRS || is_set(session->inherited) || trace))
		find_env(&search, plan->start, physical, &plan->found);
	mutes_parse(&mutes, session->mutes);
	mute(session, trust, plan, &mutes);
	mutes_leave(&mutes, plan->start, physical);
	if (session->unmute || session->yes)
		unmute(session, trust, plan, &mutes);
	read_situation(session, plan, &mutes);
	plan->mutes = mutes_format(&mutes);
	plan->inherited = plan->situation.inherited ? session->inherited : "";
	plan->action = decide(&plan->situation);
	plan_path(session, plan);
	plan_message(session, trust, plan);
	plan->learn = to_learn(session, trust->settings, plan);
	/* Nothing that could appear here is of interest. */
	if (plan->situation.active == ACTIVE_THEIRS || session->off)
		search.miss_count = 0;
	plan->watch.present = to_watch(session, plan);
	watch_fill(&plan->watch, &search, plan->found.outcome != FIND_NONE, plan->start, physical);
}
