/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decision: the action for each situation, by the active and the usable environment. */
#include "plan/plan.h"

static enum action decide_none(const struct situation *s)
{
	if (s->usable && !s->muted && !s->off && !s->deactivate)
		return DO_ACTIVATE;
	return s->leftover ? DO_DEACTIVATE : DO_NOTHING;
}

static enum action decide_ours(const struct situation *s)
{
	if (s->off || s->deactivate || !s->usable || s->muted)
		return DO_DEACTIVATE;
	if (!s->same)
		return DO_SWITCH;
	return s->refresh || !s->in_path ? DO_REFRESH : DO_NOTHING;
}

static enum action decide_by_hand(const struct situation *s)
{
	bool turns_on = s->usable && !s->off;

	/* The turn of this directory's comes, unless it was this one. */
	if (s->deactivate)
		return turns_on && !s->muted ? DO_SWITCH : DO_DEACTIVATE;
	if (turns_on && s->same && (s->adoptable || s->activate))
		return DO_ADOPT;
	if (turns_on && s->activate)
		return DO_SWITCH;
	if (s->leftover)
		return DO_DROP_OURS;
	return s->maybe_no_deactivate ? DO_DEFINE_DEACTIVATE : DO_NOTHING;
}

enum action decide(const struct situation *s)
{
	if (s->active == ACTIVE_OURS)
		return decide_ours(s);
	return s->active == ACTIVE_BY_HAND ? decide_by_hand(s) : decide_none(s);
}
