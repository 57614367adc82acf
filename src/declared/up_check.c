/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Users who can change the files of a project: `up` runs what these say. */
#include <string.h>
#include <sys/stat.h>

#include "core/path.h"
#include "declared/up.h"
#include "plan/search.h"
#include "print/paste.h"
#include "records/ask.h"
#include "records/refusal.h"

/* Refuse FILE, one of the project's, if it is no regular file. pip would wait for a FIFO. */
static int check_file(const char *file)
{
	struct file_info info;

	return file_stat(file, &info) || S_ISREG(info.mode) ?
		       0 :
		       error("'%s' is not a regular file", shown(file));
}

/* The end of the refusal: the command that takes the project from OTHERS, or AVENV_TRUST. */
static const char *refusal_end(const struct up *u, const struct owners *others)
{
	if (others->list->refusal != REFUSED_OWNER)
		return owners_advice(others, NULL);
	return formatted("; AVENV_TRUST=%s accepts another owner", paste_word(u->project.root));
}

int up_check_user(const struct up *u)
{
	const char *file = u->project.manifest->file->name;
	struct trust *trust = &u->ctx->trust;
	const struct record *denial = trust_denies(trust, u->project.dir);
	struct owners others = OWNERS_ALL;
	struct verdict found;

	if (denial)
		return error("you denied '%s'; %s takes that back", shown(denial->path),
			     paste_for_quoted("avenv forget", denial->path));
	if (check_file(path_join(u->project.dir, file)) ||
	    check_file(path_join(u->project.root, file)))
		return -1;
	find_in(trust, u->project.root, &found);
	/* Without an environment, AVENV_TRUST may name the project. */
	if (!found.candidate.path)
		verdict_of_place(trust, path_join(u->project.root, ".venv"), &found);
	if (verdict_recorded(&found) & BAR_OTHERS)
		return 0;
	others.also_accepted = trust_accepted(found.record, &found.project);
	owners_along(&others, path_join(u->project.dir, file));
	owners_along(&others, path_join(u->project.root, file));
	if (!others.count)
		return 0;
	return error("nothing of '%s' is run: %s%s", shown(u->project.dir),
		     owner_fault_line(others.list), refusal_end(u, &others));
}
