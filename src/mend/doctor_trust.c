/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether an environment may be turned on, by the code that decides that. */
#include "core/search.h"
#include "known/reason.h"
#include "mend/doctor.h"
#include "records/tracked.h"

#include "core/banned.h"

static const struct {
	const char *id;
	/** it may be meant so */
	bool harmless;
} kinds[] = {
	[FIND_UNTRUSTED] = { "not-allowed", true }, [FIND_CHANGED] = { "changed", false },
	[FIND_DENIED] = { "denied", true },         [FIND_REFUSED] = { "refused", false },
	[FIND_FOREIGN] = { "refused", false },      [FIND_BROKEN] = { "pointer", false },
	[FIND_AMBIGUOUS] = { "several", false },
};

static void add(struct doctor *d, const struct found *found)
{
	const struct reason r = reason_of(d->ctx, found);
	const char *path = found->refused_path ? found->refused_path : found->candidate.path;
	struct finding *f = findings_add(&d->findings, kinds[found->outcome].id, path, r.why);

	f->harmless = kinds[found->outcome].harmless;
	/* `doctor` has no more to say. */
	if (*r.next && !starts_with(r.next, "avenv doctor"))
		f->mend = r.next;
}

void doctor_trust(struct doctor *d)
{
	const struct found *found = d->found;
	struct found named = { 0 };

	/* No record makes up for others who may write there. */
	if (d->venv && found->outcome != FIND_ENV && found->outcome != FIND_FOREIGN)
		find_at(&d->ctx->trust, d->venv->path, true, &named);
	if (named.outcome == FIND_REFUSED && found->outcome != FIND_REFUSED)
		add(d, &named);
	/* The environment's own defects are found elsewhere. */
	if (found->outcome == FIND_BROKEN && found->venv.path && found->venv.health != HEALTHY)
		return;
	if (kinds[found->outcome].id)
		add(d, found);
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
