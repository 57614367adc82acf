/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/writable.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/tracked.h"
#include "system/files.h"

enum {
	/** links followed on one path, as in the kernel */
	LINKS_MAX = 40,
};

static void put_writer(struct writers *o, const char *path, const char *what)
{
	const char *text = formatted("'%s' %s", shown(path), what);

	if (!o->list.count)
		o->first = path;
	if (!strings_contain(&o->list, text))
		strings_add(&o->list, text);
}

const char *writable_end_line(const char *path)
{
	struct file_info info;

	if (file_lstat(path, &info) || info.uid != geteuid() ||
	    !(S_ISREG(info.mode) || S_ISDIR(info.mode)))
		return NULL;
	return formatted("chmod go-w %s", paste_word(path));
}

static const char *owner(uid_t uid)
{
	const struct passwd *user = getpwuid(uid);

	return user ? formatted("belongs to '%s'", shown(user->pw_name)) :
		      formatted("belongs to user %u", uid);
}

/* With an access list the mode's group bits are its mask, and it may name any user. */
static const char *writers(const char *path, const struct file_info *info)
{
	const struct group *group;

	if (info->mode & S_IWOTH)
		return "can be written to by anybody";
	if (has_access_list(path))
		return "can be written to by others, by its access list";
	group = getgrgid(info->gid);
	return group ? formatted("can be written to by group '%s'", shown(group->gr_name)) :
		       formatted("can be written to by group %u", info->gid);
}

/*
 * The process's user; the private group is omitted if another user is a member of it. The list of
 * members omits users whose primary group it is.
 */
static struct user user_alone(void)
{
	struct user user = user_of_process();
	const struct group *group = getgrgid(user.gid);

	for (char **name = group ? group->gr_mem : NULL; name && *name; name++) {
		const struct passwd *member = getpwnam(*name);

		if (!member || member->pw_uid != user.uid)
			user.gid = NO_GROUP;
	}
	return user;
}

/* Add PATH to O if others may write to it. ABOVE: PATH is a directory above the environment. */
static void add_writer(struct writers *o, const char *path, const struct file_info *info,
		       bool above)
{
	/* The helper cannot look up a group's members, so this command does before recording. */
	const struct user user = info->mode & S_IWGRP ? user_alone() : user_of_process();
	enum refusal no = path_refused(&user, o->also, path, info, above);

	if (!no)
		return;
	o->owned |= !o->list.count && no == REFUSED_OWNER;
	put_writer(o, path, no == REFUSED_OWNER ? owner(info->uid) : writers(path, info));
}

/* Check each directory of CHAIN, from its end to the root. */
static void writers_on_chain(struct writers *o, const struct real_path *chain)
{
	for (size_t i = chain->count; i-- > 0;) {
		const struct path_dir *step = &chain->dirs[i];

		add_writer(o, mem_dup(chain->path, step->len), &step->info, i + 1 < chain->count);
	}
}

void other_writers_along(struct writers *o, const char *path)
{
	const char *at = "/", *rest = path, *to;
	struct file_info info;
	int links = 0;

	while (!file_lstat(at, &info)) {
		size_t len;

		add_writer(o, at, &info, true);
		if (S_ISLNK(info.mode)) {
			to = file_link_text(AT_FDCWD, at);
			if (!to || links++ == LINKS_MAX)
				return;
			rest = path_join(to, rest);
			at = to[0] == '/' ? "/" : path_parent(at);
		}
		rest += strspn(rest, "/");
		len = strcspn(rest, "/");
		if (!len)
			return;
		at = path_clean(path_join(at, mem_dup(rest, len)));
		rest += len;
		rest += strspn(rest, "/");
	}
}

void other_writers_of_file(struct writers *o, const char *path)
{
	struct file_info info;

	if (!file_lstat(path, &info))
		add_writer(o, path, &info, false);
	else if (!file_is_missing(errno))
		put_writer(o, path, formatted("cannot be looked at: %s", strerror(errno)));
}

/* Check an environment: its directories, pyvenv.cfg and bin. */
static void writers_on_env(struct writers *o, const struct real_path *env)
{
	struct venv venv;

	writers_on_chain(o, env);
	venv_read(env->path, &venv);
	other_writers_of_file(o, path_join(env->path, "pyvenv.cfg"));
	other_writers_of_file(o, venv_bin(&venv));
}

void other_writers_of_slot(struct writers *o, const char *slot, const struct real_path *env)
{
	struct real_path project;

	if (!real_path_read(path_parent(slot), &project))
		writers_on_chain(o, &project);
	other_writers_of_file(o, slot);
	writers_on_env(o, env);
}

const char *first_other_writer(const struct found *found, const char *env, const char *typed)
{
	const struct judgement *j = &found->judgement;
	bool allowed = j->verdict == VERDICT_ALLOWED;
	const char *accept = NULL;
	struct writers o = { 0 };
	struct buf git = BUF_INIT;
	struct real_path chain;

	if (allowed && j->record && j->record->shared)
		return NULL;
	if (real_path_read(env, &chain))
		return formatted("'%s' cannot be looked at: %s", shown(env), strerror(errno));
	if (allowed)
		o.also = trust_accepted(j, &chain);
	writers_on_env(&o, &chain);
	if (!o.list.count)
		return NULL;
	if (typed)
		accept =
			paste_command(allow_command(&(struct record){
					      .shared = true, .tracked = slot_tracked(env, &git) }),
				      typed);
	return joined(o.list.list[0], writers_end(&o, accept));
}

const char *writers_end(const struct writers *o, const char *accept)
{
	const char *end = o->owned ? NULL : writable_end_line(o->first);

	if (end && accept)
		return joined("; ", paste_quoted(end), " changes that, and ", accept,
			      " accepts it");
	if (end)
		return joined("; ", paste_quoted(end), " changes that");
	return accept ? joined("; ", accept, " accepts that") : "";
}

const char *allow_command(const struct record *r)
{
	return formatted("avenv allow%s%s", r->shared ? " --shared" : "",
			 r->tracked ? " --tracked" : "");
}
