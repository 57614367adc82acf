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

const char *hint_refusal(const struct found *found)
{
	static const char *const words[] = {
		[REFUSED_NOT] = "",
		[REFUSED_OWNER] = "belongs to uid ",
		[REFUSED_GROUP] = "can be written to by group ",
		[REFUSED_OTHERS] = "can be written to by anybody",
		[REFUSED_ACCESS_LIST] = "can be written to by others through an access list",
	};
	struct buf b = BUF_INIT;

	buf_puts(&b, words[found->refusal]);
	if (found->refusal == REFUSED_OWNER)
		buf_putu(&b, found->refused_uid);
	if (found->refusal == REFUSED_GROUP)
		buf_putu(&b, found->refused_gid);
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
	buf_putl(b, trust->fault, "; see 'avenv doctor'");
}
