/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users who can change the files of a project: `up` runs what these say. */
#include <string.h>
#include <sys/stat.h>

#include "core/path.h"
#include "declared/up.h"
#include "print/paste.h"
#include "records/writable.h"

/* Refuse FILE, one of the project's, if it is no file or leads to none. pip would wait for a FIFO. */
static int check_file(const char *file)
{
	struct file_info info;

	return file_stat(file, &info) || S_ISREG(info.mode) ?
		       0 :
		       error("'%s' is not a regular file", shown(file));
}

/* "; COMMAND changes that", for the first of OTHERS; or "" */
static const char *refusal_end(const struct up *u, const struct writers *others)
{
	const char *end = writable_end_line(others->first);

	if (others->owned)
		return formatted("; AVENV_TRUST=%s accepts another owner",
				 paste_word(u->project.root));
	return end ? formatted("; %s changes that", paste_quoted(end)) : "";
}

int up_check_user(const struct up *u)
{
	const char *file = u->project.manifest->file->name;
	struct trust *trust = &u->ctx->trust;
	const struct record *no = trust_denies(trust, u->project.dir);
	struct real_path chain;
	const struct slot slot = { .project = &chain, .path = path_join(u->project.root, ".venv") };
	struct writers others = { 0 };
	struct found found;
	const struct judgement *j = &found.judgement;

	if (no)
		return error("you denied '%s'; %s takes that back", shown(no->path),
			     paste_for_quoted("avenv forget", no->path));
	if (check_file(path_join(u->project.dir, file)) ||
	    check_file(path_join(u->project.root, file)))
		return -1;
	if (real_path_read(u->project.root, &chain))
		return error_errno("cannot look at '%s'", shown(u->project.root));
	find_in(trust, u->project.root, &found);
	/* Without an environment, AVENV_TRUST may name the project. */
	if (!found.candidate.path)
		found.judgement = trust_slot(trust, &slot);
	if (j->verdict == VERDICT_ALLOWED && j->record && j->record->shared)
		return 0;
	if (j->verdict == VERDICT_ALLOWED)
		others.also = trust_accepted(j, &chain);
	other_writers_along(&others, path_join(u->project.dir, file));
	other_writers_along(&others, path_join(u->project.root, file));
	if (!others.list.count)
		return 0;
	return error("nothing of '%s' is run: %s%s", shown(u->project.dir), others.list.list[0],
		     refusal_end(u, &others));
}
