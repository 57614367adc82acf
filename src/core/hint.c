/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/hint.h"

#include "core/path.h"

#include "core/banned.h"

const char *hint_quoted(const char *name)
{
	struct buf b = BUF_INIT;

	buf_putc(&b, '\'');
	path_show(&b, name);
	buf_putc(&b, '\'');
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
	buf_putl(&b, "in ", hint_quoted(base > c->project + 1 ? path_join("…", base) : base));
	return b.data;
}

static void put_where(struct buf *b, const struct candidate *c, const char *pwd)
{
	if (c->tool)
		buf_putl(b, c->tool, "'s environment is named by ");
	buf_putl(b, hint_quoted(c->name), c->tool ? " " : " is ", place_of(c, pwd));
}

void hint_changed(struct buf *b, const struct found *found)
{
	const struct record *by = found->judgement.by;
	const char *was = path_parent(by->path), *leads = found->venv.path;

	if (!streq(was, found->project_real))
		buf_putl(b, ", moved from ", hint_quoted(was), ", which you allowed");
	else if (by->target && leads)
		buf_putl(b, " but leads to ", hint_quoted(leads), ", not to ",
			 hint_quoted(by->target), " as you allowed");
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
	enum outcome is = found->outcome;
	struct buf b = BUF_INIT;

	if (is == FIND_ENV && found->venv.health == PYTHON_UPGRADED)
		buf_putl(&b, "avenv recreate -p ", found->venv.series);
	else if (is == FIND_UNTRUSTED || is == FIND_CHANGED)
		buf_puts(&b, "avenv allow");
	else if (is == FIND_AMBIGUOUS)
		buf_puts(&b, "avenv use NAME");
	else if (is == FIND_REFUSED || is == FIND_BROKEN)
		buf_puts(&b, is_mendable(found) ? "avenv repair" : "avenv status");
	return b.data;
}

void hint_text(struct buf *b, const struct found *found, const char *pwd, const char *typed)
{
	const struct candidate *c = &found->candidate;
	enum outcome is = found->outcome;

	if (!typed)
		typed = hint_quoted(hint_command(found));
	if (is == FIND_UNTRUSTED) {
		put_where(b, c, pwd);
		buf_putl(b, "; ", typed, " turns it on from now on");
	} else if (is == FIND_CHANGED) {
		put_where(b, c, pwd);
		hint_changed(b, found);
		buf_putl(b, "; ", typed, " turns it on again");
	} else if (is == FIND_REFUSED) {
		buf_putl(b, hint_quoted(c->path),
			 " is not turned on: ", hint_quoted(found->refused_path), " ",
			 refusal_words[found->refusal], "; see ", typed);
	} else if (is == FIND_BROKEN) {
		buf_putl(b, hint_quoted(found->venv.path ? found->venv.path : c->path),
			 " is not turned on: ", found->problem,
			 is_mendable(found) ? "; " : "; see ", typed,
			 is_mendable(found) ? " mends it, or says what does" : "");
	} else if (is == FIND_AMBIGUOUS) {
		buf_putl(b, c->several, " are ", place_of(c, pwd), "; ", typed,
			 " chooses one of them");
	} else if (is == FIND_ENV && found->venv.health == PYTHON_UPGRADED) {
		buf_putl(b, hint_quoted(hint_env_name(found)), " ", venv_upgrade(&found->venv),
			 "; ", typed, " makes it anew");
	}
}

void hint_records(struct buf *b, const struct trust *trust)
{
	buf_putl(b, hint_quoted(trust->fault_file), trust->fault, "; see 'avenv doctor'");
}
