/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/hint.h"

#include <errno.h>

#include "core/path.h"

#include "core/banned.h"

void hint_quote(struct buf *b, const char *name)
{
	buf_putc(b, '\'');
	path_show(b, name);
	buf_putc(b, '\'');
}

bool hint_is_error(const struct found *found)
{
	return found->outcome == FIND_BROKEN || found->outcome == FIND_REFUSED;
}

const char *hint_refusal(const struct found *found)
{
	struct buf b = BUF_INIT;

	switch (found->refusal) {
	case REFUSED_OWNER:
		buf_puts(&b, "belongs to uid ");
		buf_putu(&b, found->refused_uid);
		break;
	case REFUSED_GROUP:
		buf_puts(&b, "can be written to by group ");
		buf_putu(&b, found->refused_gid);
		break;
	case REFUSED_OTHERS:
		buf_puts(&b, "can be written to by anybody");
		break;
	case REFUSED_ACCESS_LIST:
		buf_puts(&b, "can be written to by others through an access "
			     "list");
		break;
	case REFUSED_NOT:
		break;
	}
	return b.data;
}

/* Here, or in '…/project' when that is further up. */
static void put_place(struct buf *b, const struct candidate *c, const char *pwd)
{
	if (streq(c->project, pwd)) {
		buf_puts(b, "here");
		return;
	}
	buf_puts(b, "in '");
	if (path_parent_len(c->project, strlen(c->project)) > 1)
		buf_puts(b, "…/");
	path_show(b, path_base(c->project));
	buf_putc(b, '\'');
}

static void put_where(struct buf *b, const struct found *found, const char *pwd)
{
	const struct candidate *c = &found->candidate;

	if (c->tool)
		buf_putl(b, c->tool, "'s environment is named by ");
	hint_quote(b, c->name);
	buf_puts(b, c->tool ? " " : " is ");
	put_place(b, &found->candidate, pwd);
}

/* The record is of what was there, led elsewhere, or was moved here with its project. */
void hint_changed(struct buf *b, const struct found *found)
{
	const struct record *by = found->judgement.by;
	const char *was = path_parent(by->path);

	if (!streq(was, found->project_real)) {
		buf_puts(b, ", moved from ");
		hint_quote(b, was);
		buf_puts(b, ", which you allowed");
	} else if (by->target && !found->candidate.pointer) {
		buf_puts(b, "; you allowed one that led to ");
		hint_quote(b, by->target);
	} else if (by->target && found->venv.path) {
		buf_puts(b, " but leads to ");
		hint_quote(b, found->venv.path);
		buf_puts(b, ", not to ");
		hint_quote(b, by->target);
		buf_puts(b, " as you allowed");
	} else {
		buf_puts(b, " but changed since you allowed it");
	}
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

static const char *upgrade_command(const struct found *found)
{
	struct buf b = BUF_INIT;

	if (found->venv.health == PYTHON_UPGRADED)
		buf_putl(&b, "avenv recreate -p ", found->venv.series);
	return b.data;
}

const char *hint_command(const struct found *found)
{
	switch (found->outcome) {
	case FIND_UNTRUSTED:
	case FIND_CHANGED:
		return "avenv allow";
	case FIND_REFUSED:
		return "avenv status";
	case FIND_BROKEN:
		return is_mendable(found) ? "avenv repair" : "avenv status";
	case FIND_AMBIGUOUS:
		return "avenv use NAME";
	case FIND_ENV:
		return upgrade_command(found);
	case FIND_NONE:
	case FIND_DENIED:
	case FIND_FOREIGN:
		break;
	}
	return "";
}

static void put_broken(struct buf *b, const struct found *found, const char *typed)
{
	const char *path = found->venv.path ? found->venv.path : found->candidate.path;

	hint_quote(b, path);
	buf_putl(b, " is not turned on: ", found->problem);
	if (is_mendable(found))
		buf_putl(b, "; ", typed, " mends it, or says what does");
	else
		buf_putl(b, "; see ", typed);
}

void hint_several(struct buf *b, const char *names)
{
	while (*names) {
		size_t n = strcspn(names, "/");
		struct buf one = BUF_INIT;

		buf_put(&one, names, n);
		hint_quote(b, one.data);
		names += n + (names[n] == '/');
		buf_puts(b, *names ? ", " : "");
	}
}

static void put_several(struct buf *b, const struct candidate *c, const char *pwd,
			const char *typed)
{
	hint_several(b, c->several);
	buf_puts(b, " are ");
	put_place(b, c, pwd);
	buf_putl(b, "; ", typed, " chooses one of them");
}

static void put_upgraded(struct buf *b, const struct found *found, const char *typed)
{
	hint_quote(b, hint_env_name(found));
	buf_putl(b, " ", venv_upgrade(&found->venv), "; ", typed, " makes it anew");
}

void hint_text(struct buf *b, const struct found *found, const char *pwd, const char *typed)
{
	struct buf quoted = BUF_INIT;

	if (!typed) {
		buf_putl(&quoted, "'", hint_command(found), "'");
		typed = quoted.data;
	}
	switch (found->outcome) {
	case FIND_UNTRUSTED:
		put_where(b, found, pwd);
		buf_putl(b, "; ", typed, " turns it on from now on");
		break;
	case FIND_CHANGED:
		put_where(b, found, pwd);
		hint_changed(b, found);
		buf_putl(b, "; ", typed, " turns it on again");
		break;
	case FIND_REFUSED:
		hint_quote(b, found->candidate.path);
		buf_puts(b, " is not turned on: ");
		hint_quote(b, found->refused_path);
		buf_putl(b, " ", hint_refusal(found), "; see ", typed);
		break;
	case FIND_BROKEN:
		/* What others keep closed is their business. */
		if (found->candidate.blind != EACCES || found->judgement.verdict)
			put_broken(b, found, typed);
		break;
	case FIND_AMBIGUOUS:
		put_several(b, &found->candidate, pwd, typed);
		break;
	case FIND_ENV:
		if (found->venv.health == PYTHON_UPGRADED)
			put_upgraded(b, found, typed);
		break;
	case FIND_NONE:
	case FIND_DENIED:
	case FIND_FOREIGN:
		break;
	}
}

void hint_store(struct buf *b, const struct trust *trust)
{
	hint_quote(b, trust->fault_file);
	switch (trust->fault) {
	case TRUST_UNREADABLE:
		buf_puts(b, " cannot be read");
		break;
	case TRUST_FOREIGN:
		buf_puts(b, " or its directory is not yours; it is not used");
		break;
	case TRUST_WRITABLE:
		buf_puts(b, " or its directory can be written to by others; "
			    "it is not used");
		break;
	case TRUST_DAMAGED:
		buf_puts(b, " is damaged in line ");
		buf_putu(b, trust->bad_line);
		break;
	case TRUST_SOUND:
		break;
	}
	buf_puts(b, "; see 'avenv allow --list'");
}
