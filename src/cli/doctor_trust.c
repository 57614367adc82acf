/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether it may be turned on, by the very code that decides that. */
#include "cli/allow.h"
#include "cli/doctor.h"
#include "cli/explain.h"
#include "cli/here.h"
#include "cli/typed.h"
#include "core/find.h"
#include "core/hint.h"
#include "core/path.h"
#include "print/msg.h"
#include "records/tracked.h"

#include "core/banned.h"

/* What `avenv allow` is told: the environment where it lies, or what leads to it. */
static const char *allowed_by(const struct found *found)
{
	const struct candidate *c = &found->candidate;

	if (!c->project || !c->pointer)
		return found->venv.path ? found->venv.path : c->path;
	return c->project;
}

static void add_refused(struct findings *findings, const struct found *found)
{
	struct finding *f =
		findings_say(findings, "refused", found->refused_path,
			     "'%s' %s, who could change what runs here, so it is not turned "
			     "on",
			     shown(found->refused_path), hint_refusal(found));

	if (found->refusal == REFUSED_OWNER)
		FINDING_MEND(f, "avenv allow --shared ", allowed_by(found));
	else
		FINDING_MEND(f, explain_closing(found), found->refused_path);
}

/* With a ':' for a name: in what lies above it, it is not ours to take away. */
static void add_colon(struct findings *findings, const struct found *found)
{
	const char *path = found->venv.path;
	struct buf renamed = BUF_INIT;
	struct finding *f;

	f = findings_say(findings, "colon", path,
			 "%s: it cannot be turned on, and its scripts cannot "
			 "find what is beside them",
			 found->problem);
	if (strchr(path_parent(path), ':'))
		return;
	buf_puts(&renamed, path);
	for (char *c = renamed.data; (c = strchr(c, ':'));)
		*c = '-';
	FINDING_MEND(f, "avenv move ", path, " ", renamed.data);
}

/* A redirect or a link that leads nowhere, or a .venv that is something else. */
static void add_pointer(struct findings *findings, const struct found *found)
{
	const struct candidate *c = &found->candidate;
	const char *path = path_join(c->project, c->name);
	struct finding *f = findings_say(findings, "pointer", path,
					 "'%s' leads to no environment: %s; until it does, "
					 "nothing is turned on here",
					 shown(path), found->problem);

	FINDING_MEND(f, "rm ", path);
}

static void add_broken(struct findings *findings, const struct found *found)
{
	if (found->venv.path && found->venv.health != HEALTHY)
		return;
	if (found->venv.path && strchr(found->venv.path, ':'))
		add_colon(findings, found);
	else
		add_pointer(findings, found);
}

static void add_several(const struct patient *patient)
{
	const struct candidate *c = &patient->found->candidate;
	struct buf names = BUF_INIT;

	hint_several(&names, c->several);
	findings_say(patient->findings, "several", c->project,
		     "%s are in '%s', and nothing says which is meant; %s does", names.data,
		     shown(c->project), typed_in(patient->ctx, c->project, "avenv use NAME"));
}

/* Others may write there: no record makes up for that. */
static void look_who_writes(const struct patient *patient)
{
	struct context *ctx = patient->ctx;
	struct found named = { 0 };

	find_named(&ctx->trust, patient->venv->path, &named);
	if (named.outcome == FIND_REFUSED)
		add_refused(patient->findings, &named);
}

/* A link, a redirect or a list: where it leads was not looked at. */
static const char *unfollowed(const struct found *found)
{
	const struct candidate *c = &found->candidate;

	return finding_text("'%s' leads elsewhere and is not followed %s, so "
			    "what is there was not looked at",
			    shown(path_join(c->project, c->name)),
			    found->outcome == FIND_DENIED ? "as you denied it" :
							    "until it is allowed");
}

/* `avenv allow` of what FOUND is of would be refused even with --shared, because of WHY. */
static bool refuses(struct context *ctx, const struct found *found, struct buf *why)
{
	const struct allow_how how = { .shared = true, .lifts = true, .look_only = true };
	struct record r;

	return found->outcome != FIND_DENIED && found->candidate.project &&
	       slot_record(&ctx->trust, found->candidate.project, &found->candidate, &how, &r, why);
}

/* A record is needed, or another one. */
static void add_unallowed(struct context *ctx, struct findings *findings, const struct found *found)
{
	static const struct {
		const char *id, *text, *mend;
		bool harmless;
	} by_outcome[] = {
		[FIND_UNTRUSTED] = { "not-allowed",
				     "no record allows it, so it is not turned "
				     "on by itself",
				     "avenv allow ", true },
		[FIND_CHANGED] = { "changed",
				   "something else stands there than what you "
				   "allowed, so it is not turned on",
				   "avenv allow ", false },
		[FIND_DENIED] = { "denied", "you denied it, so it is never turned on",
				  "avenv allow ", true },
		[FIND_FOREIGN] = { "foreign",
				   "it belongs to another user, so it is not "
				   "turned on",
				   "avenv allow --shared ", false },
	};
	struct buf why = BUF_INIT;
	struct finding *f = findings_add(findings, by_outcome[found->outcome].id, allowed_by(found),
					 by_outcome[found->outcome].text);

	f->harmless = by_outcome[found->outcome].harmless;
	if (f->harmless && !found->venv.path)
		f->text = unfollowed(found);
	/* To a store that is not read nothing is added. */
	if (ctx->trust.closed)
		FINDING_MEND(f, "avenv allow --list");
	else if (refuses(ctx, found, &why))
		f->text = finding_text("%s, and 'avenv allow' refuses it: %s", f->text, why.data);
	else if (found->outcome == FIND_DENIED &&
		 !streq(found->judgement.by->path, allowed_by(found)))
		FINDING_MEND(f, "avenv forget ", found->judgement.by->path);
	else
		FINDING_MEND(f, by_outcome[found->outcome].mend, allowed_by(found));
}

void doctor_trust(const struct patient *patient)
{
	const struct found *found = patient->found;

	switch (found->outcome) {
	case FIND_UNTRUSTED:
	case FIND_CHANGED:
	case FIND_DENIED:
	case FIND_FOREIGN:
		if (patient->venv && found->outcome != FIND_FOREIGN)
			look_who_writes(patient);
		add_unallowed(patient->ctx, patient->findings, found);
		break;
	case FIND_REFUSED:
		add_refused(patient->findings, found);
		break;
	case FIND_BROKEN:
		add_broken(patient->findings, found);
		break;
	case FIND_AMBIGUOUS:
		add_several(patient);
		break;
	case FIND_NONE:
	case FIND_ENV:
		break;
	}
}

void doctor_tracked(const struct patient *patient)
{
	const char *path = patient->venv->path, *why = NULL;
	enum git_tracking is = tracked_look(path, &why);
	struct finding *f;

	if (is == GIT_UNTRACKED)
		return;
	if (is == GIT_UNKNOWN) {
		findings_say(patient->findings, "git-unknown", path, "%s", why)->harmless = true;
		return;
	}
	f = findings_say(patient->findings, "tracked", path,
			 "%s: it works at this place of this machine only, and who clones it must "
			 "not trust it",
			 why);
	if (is == GIT_TRACKED)
		f->mend = tracked_end_line(path);
}
