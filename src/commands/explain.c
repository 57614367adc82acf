/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands/explain.h"

#include "commands/record.h"
#include "core/buf.h"
#include "core/hint.h"
#include "core/path.h"
#include "known/lockfile.h"
#include "known/place.h"
#include "print/msg.h"
#include "print/paste.h"
#include "setup/setup.h"

#include "core/banned.h"

/* The pieces, up to a NULL, as one string. */
static const char *text(const char *const *parts)
{
	struct buf b = BUF_INIT;

	buf_putv(&b, parts);
	return b.data;
}

#define TEXT(...) text((const char *const[]){ __VA_ARGS__, NULL })

static const char *quoted(const char *path)
{
	struct buf b = BUF_INIT;

	hint_quote(&b, path);
	return b.data;
}

static const char *active_text(const struct here *h)
{
	struct venv venv;

	if (h->plan.situation.active == ACTIVE_NONE)
		return "nothing";
	venv_read(h->look.virtual_env, &venv);
	if (!venv.cfg.version)
		return quoted(h->look.virtual_env);
	return TEXT(quoted(h->look.virtual_env), ", Python ", shown(venv.cfg.version));
}

static const char *by_text(const struct here *h)
{
	switch (h->plan.situation.active) {
	case ACTIVE_OURS:
		return "avenv";
	case ACTIVE_BY_HAND:
		if (h->plan.named)
			return "you ('avenv activate')";
		return is_set(h->plan.state.tool) ? "direnv or mise" : "you";
	case ACTIVE_NONE:
		break;
	}
	return "nobody";
}

/* 'one', 'two' of "one/two". */
static const char *several_text(const char *names)
{
	struct buf b = BUF_INIT;

	hint_several(&b, names);
	return b.data;
}

static const char *here_text(const struct context *ctx, const struct here *h)
{
	static const char *const ways[] = {
		[POINTER_NONE] = "",
		[POINTER_LINK] = ", a link",
		[POINTER_REDIRECT] = ", a redirect",
		[POINTER_STORE] = "",
	};
	const struct found *found = &h->plan.found;
	const struct candidate *c = &found->candidate;
	const char *lost;

	if (h->plan.situation.off && found->outcome == FIND_NONE)
		return "not looked at";
	if (found->outcome == FIND_NONE) {
		lost = place_lost(h->plan.start);
		return lost ? lost : TEXT("nothing in ", quoted(ctx->pwd), " or above");
	}
	if (c->several)
		return several_text(c->several);
	if (c->tool && c->tied)
		return TEXT(quoted(c->target), ", ", c->tool, "'s for ", quoted(c->project));
	if (c->tool)
		return TEXT(quoted(c->target), ", ", c->tool, "'s by way of ",
			    quoted(path_join(c->project, c->name)));
	if (found->venv.path && c->pointer)
		return TEXT(quoted(found->venv.path), " by way of ",
			    quoted(path_join(c->project, c->name)), ways[c->pointer]);
	return TEXT(quoted(c->path), ways[c->pointer]);
}

/* Where a record stands, for people to find it. */
static const char *record_text(const struct record *r)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, r->deny ? "denied by " : "allowed by ", "the record of ", quoted(r->path),
		 r->tree ? " and all below" : "");
	if (r->line) {
		buf_putl(&b, " (", shown(r->source), ", line ");
		buf_putu(&b, r->line);
		buf_putc(&b, ')');
	} else {
		buf_putl(&b, " (", r->source, ")");
	}
	return b.data;
}

static const char *store_text(const struct trust *trust)
{
	struct buf b = BUF_INIT;

	hint_store(&b, trust);
	return b.data;
}

static const char *trust_text(const struct context *ctx, const struct found *found)
{
	const struct record *r = found->judgement.by;

	if (ctx->trust.closed)
		return store_text(&ctx->trust);

	switch (found->judgement.verdict) {
	case VERDICT_ALLOWED:
	case VERDICT_DENIED:
		if (r)
			return record_text(r);
		break;
	case VERDICT_CHANGED:
		return TEXT("allowed as ", quoted(r->path));
	case VERDICT_NEW:
		return TEXT("new in the allowed tree ", quoted(r->path));
	case VERDICT_NONE:
		break;
	}
	if (found->candidate.tied)
		return TEXT("none is needed: it is ", found->candidate.tool,
			    "'s environment of this directory");
	if (found->outcome == FIND_AMBIGUOUS)
		return "records do not say which of them";
	return found->outcome == FIND_NONE ? "nothing to trust" : "no record allows it";
}

/* "it was moved from …, which you allowed" */
static const char *changed_text(const struct found *found)
{
	struct buf b = BUF_INIT;

	hint_changed(&b, found);
	return TEXT("it is here", b.data);
}

/* By its path: a known environment elsewhere may have that name. */
static const char *one_of_several(const struct here *h)
{
	const struct candidate *c = &h->plan.found.candidate;

	return paste_word(streq(c->project, h->plan.start) ? path_join(".", c->name) : c->path);
}

/* The tool that the project is for makes its environment. */
static void explain_none_there(const struct context *ctx, const struct here *h,
			       struct explanation *e)
{
	const char *lost = place_lost(h->plan.start), *file;
	const char *makes = lost || !ctx->physical ?
				    NULL :
				    lockfile_command(ctx->physical, ctx->settings.home, &file);

	e->because = lost ? lost : "there is no environment to turn on";
	e->next = lost ? "cd" : "avenv create";
	if (!makes)
		return;
	if (*makes)
		e->next = makes;
	e->because = *makes ? TEXT("there is no environment yet, but ", file) :
			      "conda environments are not handled";
}

/* Why what is here is not turned on, and what to do about it, by what was read. */
static void explain_read(const struct context *ctx, const struct here *h, struct explanation *e)
{
	const struct found *found = &h->plan.found;

	switch (found->outcome) {
	case FIND_NONE:
		explain_none_there(ctx, h, e);
		break;
	case FIND_UNTRUSTED:
		e->because = "you have not allowed it yet";
		e->next = "avenv allow";
		if (found->judgement.verdict == VERDICT_NEW)
			e->because = "it is recorded at the next prompt";
		break;
	case FIND_CHANGED:
		e->because = changed_text(found);
		e->next = "avenv allow";
		break;
	case FIND_DENIED:
		e->because = "you denied it";
		e->next = found->candidate.project && streq(found->judgement.by->path,
							    found->candidate.project) ?
				  "avenv allow" :
				  TEXT("avenv forget ", paste_word(found->judgement.by->path));
		break;
	case FIND_REFUSED:
		e->because = TEXT(quoted(found->refused_path), " ", hint_refusal(found));
		e->next = found->refusal == REFUSED_OWNER ?
				  "avenv allow --shared" :
				  TEXT(explain_closing(found), paste_word(found->refused_path));
		break;
	case FIND_FOREIGN:
		e->because = "it belongs to another user";
		e->next = "avenv allow --shared";
		break;
	case FIND_BROKEN:
		e->because = TEXT("it is broken: ", found->problem);
		e->next = explain_mending(&h->plan.found);
		break;
	case FIND_AMBIGUOUS:
		e->because = "there are several and nothing says which";
		e->next = TEXT("avenv use ", one_of_several(h));
		break;
	case FIND_ENV:
		break;
	}
}

/* `avenv allow` is all that is missing, unless it would be refused. */
static void explain_allow(const struct context *ctx, const struct found *found,
			  struct explanation *e)
{
	const struct allow_how how = { .shared = found->outcome == FIND_FOREIGN,
				       .lifts = true,
				       .look_only = true };
	const struct candidate *c = &found->candidate;
	struct context there = *ctx;
	struct buf why = BUF_INIT;
	struct record r;

	if (c->several || !c->project || !slot_record(&there.trust, c->project, c, &how, &r, &why))
		return;
	e->because = why.data;
	e->next = "avenv doctor";
}

static void explain_outcome_of(const struct context *ctx, const struct here *h,
			       struct explanation *e)
{
	explain_read(ctx, h, e);
	/* What is not read is not added to, either: that says what is wrong. */
	if (ctx->trust.closed && starts_with(e->next, "avenv allow")) {
		e->because = e->trust;
		e->next = "avenv doctor";
	} else if (streq(e->next, "avenv allow") || h->plan.found.outcome == FIND_FOREIGN) {
		explain_allow(ctx, &h->plan.found, e);
	}
}

static void explain_none(const struct context *ctx, const struct here *h, struct explanation *e)
{
	const struct situation *now = &h->plan.situation;

	if (!now->found) {
		explain_outcome_of(ctx, h, e);
	} else if (now->muted) {
		e->because = TEXT("you deactivated it; it stays off until you "
				  "leave ",
				  quoted(h->plan.found.project_real));
		e->next = "avenv activate";
	} else {
		e->because = "it is turned on at the next prompt";
	}
}

static void explain_by_hand(const struct here *h, struct explanation *e)
{
	if (h->plan.action == DO_ADOPT) {
		e->because = "it is this directory's, so avenv takes it over "
			     "at the next prompt";
		return;
	}
	e->because = TEXT(quoted(h->look.virtual_env), " was turned on by ", by_text(h),
			  " and stays until 'deactivate'");
	e->next = h->hook ? "avenv deactivate" : "deactivate";
}

static void explain_leaving(const struct context *ctx, const struct here *h, struct explanation *e)
{
	if (h->plan.gone) {
		e->because = "it was deleted; it is taken off at the next "
			     "prompt";
	} else if (h->plan.found.outcome == FIND_NONE) {
		e->because = "you left its project; it is taken off at the "
			     "next prompt";
	} else {
		if (h->plan.situation.muted)
			e->because = "you deactivated what is here";
		explain_outcome_of(ctx, h, e);
		e->because = TEXT(e->because, "; what is on is taken off at "
					      "the next prompt");
	}
}

static void explain_ours(const struct context *ctx, const struct here *h, struct explanation *e)
{
	e->next = "deactivate";
	switch (h->plan.action) {
	case DO_SWITCH:
		e->because = "this directory gives another; it is switched at "
			     "the next prompt";
		return;
	case DO_DEACTIVATE:
		explain_leaving(ctx, h, e);
		return;
	case DO_REFRESH:
		e->because = "it is this directory's; its place in PATH is "
			     "mended at the next prompt";
		return;
	case DO_NOTHING:
	case DO_ACTIVATE:
	case DO_ADOPT:
	case DO_DROP_OURS:
	case DO_DEFINE_DEACTIVATE:
		e->because = TEXT("it is this directory's; it stays on until "
				  "you leave ",
				  quoted(h->plan.found.project_real));
	}
}

void explain(const struct context *ctx, const struct here *h, struct explanation *e)
{
	const struct situation *now = &h->plan.situation;

	*e = (struct explanation){
		.active = active_text(h),
		.by = by_text(h),
		.here = here_text(ctx, h),
		.trust = trust_text(ctx, &h->plan.found),
		.next = "",
	};
	if (now->off) {
		e->because = now->active == ACTIVE_OURS ? "avenv is off in this shell; it is taken "
							  "off at the next prompt" :
							  "avenv is off in this shell";
		e->next = here_on_line(h);
	} else if (now->active == ACTIVE_BY_HAND) {
		explain_by_hand(h, e);
	} else if (now->active == ACTIVE_OURS) {
		explain_ours(ctx, h, e);
	} else {
		explain_none(ctx, h, e);
	}
	/* Whatever the decision, without the hook nothing carries it out. */
	if (!h->hook && now->active != ACTIVE_BY_HAND &&
	    (now->found || now->active == ACTIVE_OURS)) {
		e->because = "the hook is not loaded in this shell";
		e->next = setup_next(&ctx->settings);
	}
}
