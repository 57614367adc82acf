/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/decide.h"

#include "core/banned.h"

static enum action decide_none(const struct situation *s)
{
	if (s->found && !s->muted && !s->off)
		return DO_ACTIVATE;
	return s->leftover ? DO_CLEAN : DO_NOTHING;
}

static enum action decide_theirs(const struct situation *s)
{
	if (s->inherited && s->found && s->same && !s->off)
		return DO_ADOPT;
	if (s->leftover)
		return DO_RENOUNCE;
	/* `deactivate` exists whenever an environment is on. */
	return s->inherited && s->fresh ? DO_LEND : DO_NOTHING;
}

static enum action decide_ours(const struct situation *s)
{
	if (s->off || !s->found || s->muted)
		return DO_DEACTIVATE;
	if (!s->same)
		return DO_SWITCH;
	/*
	 * A new shell has our variables but neither our functions nor, often,
	 * our place in PATH.  Later on the user's own entries may stand first.
	 */
	return s->fresh || !s->in_path ? DO_REPAIR : DO_NOTHING;
}

enum action decide(const struct situation *s)
{
	switch (s->active) {
	case ACTIVE_OURS:
		return decide_ours(s);
	case ACTIVE_THEIRS:
		return decide_theirs(s);
	case ACTIVE_NONE:
		break;
	}
	return decide_none(s);
}
