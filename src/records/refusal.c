/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/refusal.h"

#include "core/buf.h"
#include "core/path.h"
#include "plan/pointer.h"
#include "plan/words.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"
#include "system/file_at.h"

/*
 * The reason against the pointer C, which has PROBLEM. It has no command if none is sure to help:
 * a tool keeps that file, or the pointer itself is right. A file may have a user's text.
 */
static struct reason pointer_refused(const struct candidate *c, const char *problem)
{
	if (!c->pointer || c->tool || !pointer_is_wrong(problem))
		return (struct reason){ problem, "", "" };
	if (c->pointer == POINTER_REDIRECT)
		return (struct reason){ problem, paste_aside(c->path),
					formatted("moves '%s' away", shown(c->path)) };
	return (struct reason){ problem, formatted("rm %s", paste_word(c->path)), "removes it" };
}

const char *owners_advice(const struct owners *o, const char *accept)
{
	const char *chmod = owners_chmod(o);
	const char *changes = chmod ? joined("; ", paste_quoted(chmod), " changes that") : "";

	if (!accept)
		return changes;
	return chmod ? joined(changes, ", and ", accept, " accepts it") :
		       joined("; ", accept, " accepts that");
}

const char *allow_line(const struct verdict *v)
{
	const struct candidate *c = &v->candidate;
	const char *command = allow_command(verdict_left(v) | (v->accepted & BY_OPTIONS));

	/* `use` has not made the link. */
	if (c->pointer == POINTER_LINK && c->target)
		return formatted("ln -sfn %s %s%s%s %s", paste_word(c->target), paste_word(c->path),
				 paste_shell()->and_then, command, paste_word(c->path));
	/* A pointer that a tool's file is has no name that `allow` knows. */
	return paste_for(command, c->pointer ? c->project : c->path);
}

/* The effect of `allow --shared`, in words, where another user owns PATH in the project of V. */
static const char *accepts_owner(const struct verdict *v, const char *path)
{
	const char *project = v->candidate.project;
	struct file_info of_project, of_path;

	/* AVENV_TRUST accepts the owner of the project, and none that may be anybody. */
	if (file_stat(project, &of_project) || file_stat(path, &of_path) ||
	    of_project.uid != of_path.uid || of_project.uid == OVERFLOW_UID)
		return "accepts that";
	return formatted("accepts that, and so does AVENV_TRUST=%s in a container",
			 paste_word(project));
}

bool owners_are_groups(const struct owners *o)
{
	for (size_t i = 0; i < o->count; i++)
		if (!o->list[i].who || !starts_with(o->list[i].who, "gid:"))
			return false;
	return true;
}

static struct reason refusal_of_others(const struct verdict *v)
{
	const struct owner_fault *fault = v->owners.list;
	const char *chmod = owners_chmod(&v->owners), *why = words_of_fault(v);

	/* Nothing accepts what cannot be looked at. */
	if (fault->error)
		return (struct reason){ why, "", "" };
	if (chmod && owners_are_groups(&v->owners) && !(verdict_left(v) & BAR_GIT))
		return (struct reason){ why, chmod,
					formatted("changes that, and %s accepts it",
						  paste_quoted(allow_line(v))) };
	if (chmod)
		return (struct reason){ why, chmod, "changes that" };
	return (struct reason){ why, allow_line(v),
				fault->refusal == REFUSED_OWNER ? accepts_owner(v, fault->path) :
								  "accepts that" };
}

/* A pointer or a directory leads to no environment. */
static struct reason refusal_of_no_env(const struct verdict *v)
{
	if (v->venv.path && v->venv.health != UNSUPPORTED)
		return (struct reason){ "there is no pyvenv.cfg in it, so it is no environment", "",
					"" };
	return pointer_refused(&v->candidate, v->problem);
}

static struct reason refusal_of_several(const struct verdict *v)
{
	const struct candidate *c = &v->candidate;
	const char *path = words_of_choice(c);

	return (struct reason){
		formatted("%s are %s '%s', and nothing says which of them to use", c->several,
			  c->tool ? joined(c->tool, "'s for") : "in", shown(c->project)),
		paste_in(c->project, formatted("%s %s", words_of(v)->next, paste_word(path))),
		formatted("chooses '%s'", shown(path_base(path)))
	};
}

/* The user denied V or its project itself: `allow` lifts that, with the options that V needs. */
static struct reason refusal_of_denied(const struct verdict *v)
{
	const char *why = words_of_denial(v), *fault;
	struct verdict rest = *v;

	/* BY_ALLOW has BAR_BROUGHT: the rest of verdict_ask() is asked. */
	rest.accepted |= BY_ALLOW;
	if (!rest.asked) {
		verdict_ask_owners(&rest);
		verdict_ask_git(&rest);
	}
	fault = words_of_fault(&rest);
	return (struct reason){ fault ? joined(why, ", and ", fault) : why,
				paste_for(allow_command(verdict_left(&rest)), v->record->path),
				words_of(v)->does };
}

/* Git tracks V, or does not tell: `create` makes `.venv`, which comes before other names. */
static struct reason refusal_of_tracked(const struct verdict *v)
{
	struct reason r = { words_of_fault(v), allow_line(v), words_of(v)->does };
	const struct candidate *c = &v->candidate;
	const char *own = path_join(v->project.path, ".venv"), *why;

	if (c->tool || c->variable || file_exists(own) || !file_can_write(v->project.path) ||
	    ask_git(real_path_kept(own), &why) != GIT_UNTRACKED)
		return r;
	r.does = formatted("makes your own, and %s allows this one", paste_quoted(r.next));
	r.next = paste_in(v->project.path, "avenv create");
	return r;
}

struct reason refusal_of(const struct verdict *v)
{
	const struct words *words = words_of(v);

	switch ((unsigned)verdict_bar(v)) {
	case BAR_DENIED_ITSELF:
		return refusal_of_denied(v);
	case BAR_DENIED:
		return (struct reason){ words_of_denial(v), paste_for(words->next, v->record->path),
					words->does };
	case BAR_OTHERS:
		return refusal_of_others(v);
	case BAR_GIT:
		return refusal_of_tracked(v);
	case BAR_BROUGHT:
		return (struct reason){ words_of_fault(v), allow_line(v), words->does };
	case BAR_SEVERAL:
		return refusal_of_several(v);
	default:
		return refusal_of_no_env(v);
	}
}

const char *refusal_line(const struct verdict *v)
{
	unsigned left = verdict_left(v);

	if (verdict_bar(v) != BAR_OTHERS)
		return reason_line(refusal_of(v));
	if (left & BAR_GIT)
		return formatted("%s, and %s; %s accepts that", words_of_fault(v), v->git,
				 paste_quoted(allow_line(v)));
	return joined(words_of_fault(v), owners_advice(&v->owners, paste_quoted(allow_line(v))));
}
