/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trust/groups.h"

#include <unistd.h>

#include "core/buf.h"
#include "core/file.h"
#include "core/mem.h"
#include "core/real_path.h"

enum {
	/** bytes of passwd(5) and group(5) */
	USERS_FILE_MAX = 4 << 20,
};

/** What was read about the group */
struct local_group {
	gid_t gid;
	/** name of this process's user, and of the group; NULL: none */
	const char *user, *name;
	/** another user has it, another group has its number, or a line is not understood */
	bool shared;
};

/* The next of the fields at *LINE, separated by colons; "": there is none. */
static const char *next_field(char **line)
{
	const char *field = strsep(line, ":");

	return field ? field : "";
}

/* FIELD is the number N. */
static bool is_number(const char *field, uint64_t n)
{
	uint64_t number = 0;
	bool has_digit = *field;

	for (; *field >= '0' && *field <= '9' && number <= UINT32_MAX; field++)
		number = number * 10 + (uint64_t)(*field - '0');
	return has_digit && !*field && number == n;
}

/* FIELD is the number N, or no number, of which nobody knows. */
static bool may_be(const char *field, uint64_t n)
{
	return field[strspn(field, "0123456789")] || is_number(field, n);
}

/* root:x:0:0:root:/root:/bin/bash */
static void read_user(struct local_group *group, char *line)
{
	const char *name = next_field(&line), *uid, *gid;
	bool is_me;

	next_field(&line);
	uid = next_field(&line);
	gid = next_field(&line);
	is_me = is_number(uid, geteuid());
	if (is_me && !group->user)
		group->user = name;
	group->shared |= may_be(gid, group->gid) && !is_me;
}

/* staff:x:50:ann,bob */
static void read_group(struct local_group *group, char *line)
{
	const char *name = next_field(&line), *member;

	next_field(&line);
	if (!may_be(next_field(&line), group->gid))
		return;
	group->shared |= group->name != NULL;
	group->name = name;
	while ((member = strsep(&line, ",")))
		group->shared |= *member && !(group->user && streq(member, group->user));
}

static void read_lines(struct local_group *group, const char *text, size_t len,
		       void (*read)(struct local_group *group, char *line))
{
	char *rest = mem_dup(text, len), *line;

	while ((line = strsep(&rest, "\n"))) {
		/* nsswitch.conf(5), compat: other databases are read there. */
		group->shared |= *line == '+' || *line == '-';
		read(group, line);
	}
}

static void visit_users(void *arg, const char *text, size_t len)
{
	read_lines(arg, text, len, read_user);
}

static void visit_groups(void *arg, const char *text, size_t len)
{
	read_lines(arg, text, len, read_group);
}

/*
 * /etc/group has GID as one group only, called as the user, and without another member, whose first
 * group it is or whom it lists.
 */
static bool is_private_here(gid_t gid)
{
	struct local_group group = { .gid = gid };
	struct file_info info;

	return !file_lines("/etc/passwd", USERS_FILE_MAX, visit_users, &group, &info) &&
	       !file_lines("/etc/group", USERS_FILE_MAX, visit_groups, &group, &info) &&
	       group.user && group.name && streq(group.name, group.user) && !group.shared;
}

bool groups_private(const struct groups *groups, gid_t gid)
{
	size_t i = 0;

	if (!user_in_group(gid))
		return false;
	if (!groups)
		return is_private_here(gid);
	if (groups->ask)
		return groups->ask(gid);
	while (i < groups->count && groups->list[i] != gid)
		i++;
	return i < groups->count;
}
