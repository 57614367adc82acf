/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/private_group.h"

#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "records/change.h"

/* ---- asking ---------------------------------------------------------------------- */

/* Another group has the number of GROUP, which is called otherwise. */
static bool has_twin(const struct group *group)
{
	const char *name = mem_dups(group->gr_name);
	gid_t gid = group->gr_gid;
	bool found = false;

	setgrent();
	while (!found && (group = getgrent()))
		found = group->gr_gid == gid && !streq(group->gr_name, name);
	endgrent();
	return found;
}

/* GROUP, or a number GID without a name, is called as the user. */
static bool is_called_as_user(const struct group *group, gid_t gid)
{
	const struct passwd *user = getpwuid(geteuid());

	if (!group || !user)
		return !group && !user && gid == geteuid();
	return streq(group->gr_name, user->pw_name);
}

/* Another user, or one who is unknown here, stands in the list of GROUP. */
static bool lists_another(const struct group *group)
{
	for (char **name = group ? group->gr_mem : NULL; name && *name; name++) {
		const struct passwd *member = getpwnam(*name);

		if (!member || member->pw_uid != geteuid())
			return true;
	}
	return false;
}

/* GID is the primary group of another user. */
static bool is_first_of_another(gid_t gid)
{
	const struct passwd *user;
	bool found = false;

	setpwent();
	while (!found && (user = getpwent()))
		found = user->pw_gid == gid && user->pw_uid != geteuid();
	endpwent();
	return found;
}

/** The answers of this process; whether they are worth a new file */
static struct {
	struct group_answer *list;
	size_t count, room;
	bool expected;
} answers;

bool group_is_private(gid_t gid)
{
	const struct group *group;
	struct group_answer answer = { .gid = gid };

	for (size_t i = 0; i < answers.count; i++)
		if (answers.list[i].gid == gid)
			return answers.list[i].is_private;
	if (!user_in_group(gid))
		return false;
	group = getgrgid(gid);
	answer.is_private = is_called_as_user(group, gid) && !lists_another(group) &&
			    !is_first_of_another(gid) && !(group && has_twin(group));
	LIST_ADD(&answers, answer);
	return answer.is_private;
}

/* ---- keeping --------------------------------------------------------------------- */

static bool is_kept(const struct trust *trust, gid_t gid)
{
	for (size_t i = 0; i < trust->groups.count; i++)
		if (trust->groups.list[i] == gid)
			return true;
	return false;
}

void private_group_expect(struct trust *trust)
{
	const char *home = trust->settings->home;
	const mode_t mask = umask(0);

	umask(mask);
	if (!home || !file_reachable(home) || ((mask & S_IWGRP) && !trust->settings->trust))
		return;
	trust_load(trust);
	answers.expected = !is_kept(trust, getegid()) && group_is_private(getegid());
}

void private_groups_keep(struct trust *trust)
{
	struct change change = { .silent = true };
	struct group_answer *changed;

	if (!answers.count)
		return;
	trust_load(trust);
	/* To look at an environment makes no file. */
	if (!answers.expected && !trust->lines)
		return;
	changed = mem_array(answers.count, sizeof(*changed));
	for (size_t i = 0; i < answers.count; i++)
		if (answers.list[i].is_private != is_kept(trust, answers.list[i].gid))
			changed[change.group_count++] = answers.list[i];
	change.groups = changed;
	if (!trust->closed)
		(void)!change_commit(&change, trust);
}
