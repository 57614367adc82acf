/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether an environment may be turned on, by the code that decides that. */
#include "core/hint.h"
#include "core/path.h"
#include "core/search.h"
#include "mend/doctor.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/slots.h"
#include "records/tracked.h"

#include "core/banned.h"

/* The argument of `avenv allow`: the environment, or the project that leads to it. */
static const char *allowed_by(const struct found *found)
{
	const struct candidate *c = &found->candidate;

	if (!c->project || !c->pointer)
		return found->venv.path ? found->venv.path : c->path;
	return c->project;
}

static void add_refused(struct doctor *d, const struct found *found)
{
	struct finding *f = findings_say(&d->findings, "refused", found->refused_path,
					 "'%s' %s, who could change the programs that run here, so "
					 "it is not turned on",
					 shown(found->refused_path), refusal_words[found->refusal]);

	if (found->refusal == REFUSED_OWNER)
		f->mend = formatted("avenv allow --shared %s", paste_word(allowed_by(found)));
	else
		f->mend = formatted("chmod go-w %s", paste_word(found->refused_path));
}

/* A redirect or a link that leads nowhere, or a path that PATH cannot hold. */
static void add_broken(struct doctor *d, const struct found *found)
{
	const struct candidate *c = &found->candidate;
	const char *path = found->venv.path ? found->venv.path : path_join(c->project, c->name);
	struct finding *f;

	if (found->venv.path && found->venv.health != HEALTHY)
		return;
	f = findings_say(&d->findings, "pointer", path, "'%s' cannot be turned on: %s", shown(path),
			 found->problem);
	if (!found->venv.path)
		f->mend = formatted("rm %s", paste_word(path));
}

static void add_several(struct doctor *d)
{
	const struct candidate *c = &d->found->candidate;
	struct finding *f;

	f = findings_say(&d->findings, "several", c->project,
			 "%s are in '%s', and nothing says which of them to use", c->several,
			 shown(c->project));
	f->mend = formatted("avenv -C %s use %s", paste_word(c->project),
			    paste_word(path_join(c->project, c->name)));
}

/* A record is needed, or another one. */
static const struct {
	const char *id, *text, *mend;
	bool harmless;
} unallowed[FIND_AMBIGUOUS + 1] = {
	[FIND_UNTRUSTED] = { "not-allowed", "it is not allowed, so it is not turned on",
			     "avenv allow", true },
	[FIND_CHANGED] = { "changed", NULL, "avenv allow", false },
	[FIND_DENIED] = { "denied", "you denied it, so it is not turned on", "avenv allow", true },
	[FIND_FOREIGN] = { "refused", "it belongs to another user, so it is not turned on",
			   "avenv allow --shared", false },
};

static void add_unallowed(struct doctor *d, const struct found *found)
{
	const struct allow_how how = { .shared = true, .lifts = true, .look_only = true };
	const struct candidate *c = &found->candidate;
	const char *path = allowed_by(found), *text = unallowed[found->outcome].text;
	bool denied = found->outcome == FIND_DENIED;
	struct buf why = BUF_INIT;
	struct finding *f;
	struct record r;

	if (!text) {
		hint_changed(&why, found);
		text = formatted("it is here%s", why.data);
		why = (struct buf)BUF_INIT;
	}
	if (!found->venv.path)
		text = formatted("%s, and '%s' is not followed", text,
				 shown(path_join(c->project, c->name)));
	f = findings_add(&d->findings, unallowed[found->outcome].id, path, text);
	f->harmless = unallowed[found->outcome].harmless;
	/* Records that are not read take no new one. */
	if (d->trust->closed)
		f->mend = "avenv allow --list";
	else if (!denied && c->project && slot_record(d->trust, c->project, c, &how, &r, &why))
		f->text = formatted("%s, and 'avenv allow' refuses it: %s", text, why.data);
	else if (denied && !streq(found->judgement.by->path, path))
		f->mend = formatted("avenv forget %s", paste_word(found->judgement.by->path));
	else
		f->mend = formatted("%s %s", unallowed[found->outcome].mend, paste_word(path));
}

void doctor_trust(struct doctor *d)
{
	const struct found *found = d->found;
	struct found named = { 0 };

	/* No record makes up for others who may write there. */
	if (d->venv && unallowed[found->outcome].id && found->outcome != FIND_FOREIGN)
		find_at(d->trust, d->venv->path, true, &named);
	if (found->outcome == FIND_REFUSED || named.outcome == FIND_REFUSED)
		add_refused(d, found->outcome == FIND_REFUSED ? found : &named);
	else if (found->outcome == FIND_BROKEN)
		add_broken(d, found);
	else if (found->outcome == FIND_AMBIGUOUS)
		add_several(d);
	if (unallowed[found->outcome].id)
		add_unallowed(d, found);
}

void doctor_tracked(struct doctor *d)
{
	const char *path = d->venv->path, *why = NULL;
	enum git_tracking is = tracked_look(path, &why);
	struct finding *f;

	if (is == GIT_UNTRACKED)
		return;
	f = findings_say(&d->findings, "tracked", path,
			 is == GIT_UNKNOWN ?
				 "%s" :
				 "%s: it works on this machine only, and a clone of it is not safe",
			 why);
	f->harmless = is == GIT_UNKNOWN;
	if (is == GIT_TRACKED)
		f->mend = tracked_end_line(path);
}
