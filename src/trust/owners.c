/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trust/owners.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "core/buf.h"
#include "core/escape.h"
#include "core/mem.h"
#include "core/path.h"

enum {
	/** links followed on one path, as in the kernel */
	LINKS_MAX = 40,
};

static void add_owner_fault(struct owners *o, const struct owner_fault *fault)
{
	for (size_t i = 0; i < o->count; i++)
		if (streq(o->list[i].path, fault->path))
			return;
	LIST_ADD(o, *fault);
}

/* NAMES, as `shared` of a record, has NAME, which ends with its comma. NAMES may be NULL: nobody. */
static bool has_name(const char *names, const char *name)
{
	const char *at = names;

	while (at && (at = strstr(at, name)) && at > names && at[-1] != ',')
		at++;
	return at;
}

bool owners_accepted(const char *accepted, const char *who)
{
	for (const char *end; who && *who; who = end) {
		end = strchr(who, ',') + 1;
		if (!has_name(accepted, mem_dup(who, (size_t)(end - who))))
			return false;
	}
	return true;
}

static const char *number_name(const char *kind, uint32_t number)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, kind);
	buf_putu(&b, number);
	buf_putc(&b, ',');
	return b.data;
}

/*
 * The name in a record of an access list whose hash is LIST. An entry of it is for the group of its
 * file, whose number GID is no part of the list.
 */
static const char *list_name(uint64_t list, gid_t gid)
{
	struct buf b = BUF_INIT;

	list = fnv(list, &gid, sizeof(gid));
	buf_puts(&b, "acl:");
	buf_put_hex(&b, (uint32_t)(list >> 32), 8);
	buf_put_hex(&b, (uint32_t)list, 8);
	buf_putc(&b, ',');
	return b.data;
}

/* NAME may change the path of FAULT. */
static void add_other(struct owners *o, struct owner_fault *fault, const char *name)
{
	if (!has_name(o->who, name))
		o->who = joined(o->who ? o->who : "", name);
	if (fault->who || has_name(o->accepted, name))
		return;
	fault->who = name;
	fault->refusal = starts_with(name, "uid:") ? REFUSED_OWNER : REFUSED_WRITABLE;
	add_owner_fault(o, fault);
}

/* Check PATH. ABOVE: as in path_others(). */
static void check_owner(struct owners *o, const char *path, const struct file_info *info,
			bool above)
{
	struct owner_fault fault = { .path = path, .info = *info };
	struct others others = path_others(user_of_process(), o->also_accepted, path, info, above);

	/* No record accepts those who are not known. */
	if (others.list == LIST_UNREAD) {
		fault.error = errno;
		add_owner_fault(o, &fault);
		return;
	}
	if (others.group && !others.anybody && groups_private(o->groups, info->gid))
		others.group = false;
	if (others.owner)
		add_other(o, &fault, number_name("uid:", info->uid));
	if (others.anybody)
		add_other(o, &fault, "other,");
	if (others.group)
		add_other(o, &fault, number_name("gid:", info->gid));
	if (others.list)
		add_other(o, &fault, list_name(others.list, info->gid));
}

static bool is_done(const struct owners *o)
{
	return o->count && !o->all;
}

void owners_of_chain(struct owners *o, const struct chain *chain)
{
	for (size_t i = 0; i < chain->count && !is_done(o); i++) {
		const struct path_dir *step = &chain->dirs[i];

		check_owner(o, mem_dup(chain->path, step->len), &step->info, i + 1 < chain->count);
	}
}

/* PATH cannot be looked at, by errno: it is unknown who may change it. Missing is no fault. */
static void add_unknown(struct owners *o, const char *path)
{
	const struct owner_fault fault = { .path = path, .error = errno };

	if (!file_is_missing(errno))
		add_owner_fault(o, &fault);
}

void owners_of_file(struct owners *o, const char *path, const struct file_info *info)
{
	struct file_info read;

	if (is_done(o))
		return;
	if (info && info->mode)
		check_owner(o, path, info, false);
	else if (!file_lstat(path, &read))
		check_owner(o, path, &read, false);
	else
		add_unknown(o, path);
}

void owners_of_env(struct owners *o, const struct chain *chain, const struct venv *venv)
{
	owners_of_chain(o, chain);
	owners_of_file(o, path_join(venv->path, "pyvenv.cfg"), &venv->cfg_info);
	owners_of_file(o, venv_bin(venv), &venv->bin_info);
}

/* file_lstat() of PATH, if it is not on CHAIN, which may be NULL. */
static int look_at(const struct chain *chain, const char *path, struct file_info *info)
{
	const struct path_dir *step = chain ? chain_at(chain, path) : NULL;

	if (!step)
		return file_lstat(path, info);
	*info = step->info;
	return 0;
}

/*
 * The length of the deepest directory on the way to PATH that was checked: o->checked, or one above
 * that. 0: none.
 */
static size_t checked_above(const struct owners *o, const char *path)
{
	size_t len = 0;

	for (size_t i = 0; o->checked && path[i]; i++) {
		if (path[i] == '/' && (!o->checked[i] || o->checked[i] == '/'))
			len = i;
		if (path[i] != o->checked[i])
			break;
	}
	return len;
}

void owners_along(struct owners *o, const char *path, bool above)
{
	size_t checked = checked_above(o, path);
	const char *at = checked ? mem_dup(path, checked) : "/", *rest = path + checked, *target;
	struct file_info info;
	int links = 0;

	rest += strspn(rest, "/");

	/* REST is still to be walked from AT, in which all links were followed. */
	while (!look_at(o->read, at, &info)) {
		size_t len;

		check_owner(o, at, &info, above || *rest);
		if (is_done(o))
			return;
		if (*rest && !links && S_ISDIR(info.mode))
			o->checked = at;
		if (S_ISLNK(info.mode)) {
			target = file_link_text(AT_FDCWD, at);
			if (!target)
				break;
			/* As in the kernel, which then reaches no file by PATH. */
			if (links++ >= LINKS_MAX)
				return;
			rest = joined(target, "/", rest);
			at = target[0] == '/' ? "/" : path_parent(at);
			rest += strspn(rest, "/");
		}
		len = strcspn(rest, "/");
		if (!len)
			return;
		at = path_clean(path_join(at, mem_dup(rest, len)));
		rest += len + strspn(rest + len, "/");
	}
	add_unknown(o, at);
}

const char *owner_fault_text(const struct owner_fault *fault)
{
	if (fault->text)
		return fault->text;
	if (fault->error)
		return joined("cannot be looked at: ", strerror(fault->error));
	return fault->refusal == REFUSED_OWNER ? "belongs to another user" :
						 "can be written to by others";
}

const char *owner_fault_words(const struct owner_fault *fault)
{
	return joined(escape_quoted(fault->path), " ", owner_fault_text(fault));
}
