/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/hint.h"

#include "core/path.h"

#include "core/banned.h"

void hint_quote(struct buf *b, const char *name)
{
	buf_putc(b, '\'');
	path_show(b, name);
	buf_putc(b, '\'');
}

static const char *quoted(const char *name)
{
	struct buf b = BUF_INIT;

	hint_quote(&b, name);
	return b.data;
}

/* "here", or "in '…/project'" where that is further up. */
static const char *place_of(const struct candidate *c, const char *pwd)
{
	const char *base = path_base(c->project);
	struct buf b = BUF_INIT;

	if (streq(c->project, pwd))
		return "here";
	/* Not for a directory right below the root. */
	buf_puts(&b, base > c->project + 1 ? "in '…/" : "in '");
	path_show(&b, base);
	buf_putc(&b, '\'');
	return b.data;
}

static void put_where(struct buf *b, const struct candidate *c, const char *pwd)
{
	if (c->tool)
		buf_putl(b, c->tool, "'s environment is named by ");
	buf_putl(b, quoted(c->name), c->tool ? " " : " is ", place_of(c, pwd));
}

void hint_changed(struct buf *b, const struct found *found)
{
	const struct record *by = found->judgement.by;
	const char *was = path_parent(by->path), *leads = found->venv.path;

	if (!streq(was, found->project_real))
		buf_putl(b, ", moved from ", quoted(was), ", which you allowed");
	else if (by->target && !found->candidate.pointer)
		buf_putl(b, "; you allowed one that led to ", quoted(by->target));
	else if (by->target && leads)
		buf_putl(b, " but leads to ", quoted(leads), ", not to ", quoted(by->target),
			 " as you allowed");
	else
		buf_puts(b, " but changed since you allowed it");
}

const char *hint_env_name(const struct found *found)
{
	const struct candidate *c = &found->candidate;

	return c->tool && found->venv.path ? path_base(found->venv.path) : c->name;
}

static bool is_mendable(const struct found *found)
{
	return found->venv.path && found->venv.health == NO_PYTHON;
}

const char *hint_command(const struct found *found)
{
	static const char *const commands[] = {
		[FIND_NONE] = "",
		[FIND_ENV] = "",
		[FIND_UNTRUSTED] = "avenv allow",
		[FIND_CHANGED] = "avenv allow",
		[FIND_DENIED] = "",
		[FIND_REFUSED] = "avenv status",
		[FIND_FOREIGN] = "",
		[FIND_BROKEN] = "avenv status",
		[FIND_AMBIGUOUS] = "avenv use NAME",
	};
	struct buf b = BUF_INIT;

	if (found->outcome == FIND_ENV && found->venv.health == PYTHON_UPGRADED)
		buf_putl(&b, "avenv recreate -p ", found->venv.series);
	else if (found->outcome == FIND_BROKEN && is_mendable(found))
		buf_puts(&b, "avenv repair");
	else
		buf_puts(&b, commands[found->outcome]);
	return b.data;
}

void hint_text(struct buf *b, const struct found *found, const char *pwd, const char *typed)
{
	const struct candidate *c = &found->candidate;
	struct buf command = BUF_INIT;

	if (!typed) {
		buf_putl(&command, "'", hint_command(found), "'");
		typed = command.data;
	}
	switch (found->outcome) {
	case FIND_UNTRUSTED:
		put_where(b, c, pwd);
		buf_putl(b, "; ", typed, " turns it on from now on");
		break;
	case FIND_CHANGED:
		put_where(b, c, pwd);
		hint_changed(b, found);
		buf_putl(b, "; ", typed, " turns it on again");
		break;
	case FIND_REFUSED:
		buf_putl(b, quoted(c->path), " is not turned on: ", quoted(found->refused_path),
			 " ", refusal_words[found->refusal], "; see ", typed);
		break;
	case FIND_BROKEN:
		buf_putl(b, quoted(found->venv.path ? found->venv.path : c->path),
			 " is not turned on: ", found->problem,
			 is_mendable(found) ? "; " : "; see ", typed,
			 is_mendable(found) ? " mends it, or says what does" : "");
		break;
	case FIND_AMBIGUOUS:
		buf_putl(b, c->several, " are ", place_of(c, pwd), "; ", typed,
			 " chooses one of them");
		break;
	case FIND_ENV:
		if (found->venv.health == PYTHON_UPGRADED)
			buf_putl(b, quoted(hint_env_name(found)), " ", venv_upgrade(&found->venv),
				 "; ", typed, " makes it anew");
		break;
	case FIND_NONE:
	case FIND_DENIED:
	case FIND_FOREIGN:
		break;
	}
}

void hint_store(struct buf *b, const struct trust *trust)
{
	buf_putl(b, quoted(trust->fault_file), trust->fault, "; see 'avenv doctor'");
}
