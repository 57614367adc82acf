/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/guard.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "core/hint.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/paste.h"
#include "system/files.h"

#include "core/banned.h"

enum {
	/** links on one way, as the kernel has it */
	LINKS_MAX = 40,
};

static void put(struct openings *o, const struct opening *opening)
{
	for (size_t i = 0; i < o->count; i++)
		if (streq(o->list[i].path, opening->path))
			return;
	o->list = mem_grow(o->list, o->count, &o->room, sizeof(*o->list));
	o->list[o->count++] = *opening;
}

static void add(struct openings *o, const struct user *user, const char *path,
		const struct file_info *info, bool above)
{
	enum refusal no = path_refused(user, o->also, path, info, above);

	if (no)
		put(o, &(struct opening){ .path = path, .refusal = no });
}

/* Add those from CHAIN's end up to the root. */
static void openings_of_chain(struct openings *o, const struct user *user,
			      const struct chain *chain)
{
	for (size_t i = chain->count; i-- > 0;) {
		const struct step *step = &chain->steps[i];

		add(o, user, mem_dup(chain->path, step->len), &step->info, i + 1 < chain->count);
	}
}

void openings_of_way(struct openings *o, const struct user *user, const char *path)
{
	const char *at = "/", *rest = path, *to;
	struct file_info info;
	int links = 0;

	while (!file_lstat(at, &info)) {
		size_t len;

		add(o, user, at, &info, true);
		if (S_ISLNK(info.mode)) {
			to = files_link_text(AT_FDCWD, at);
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

void openings_of_file(struct openings *o, const struct user *user, const char *path)
{
	struct file_info info;

	if (!file_lstat(path, &info))
		add(o, user, path, &info, false);
	else if (!file_is_missing(errno))
		put(o, &(struct opening){ .path = path, .error = errno });
}

/* Add those inside the environment at PATH: pyvenv.cfg and bin. */
static void openings_of_env(struct openings *o, const struct user *user, const char *path)
{
	struct venv venv;

	venv_read(path, &venv);
	openings_of_file(o, user, path_join(path, "pyvenv.cfg"));
	openings_of_file(o, user, venv_bin(&venv));
}

void openings_of_slot(struct openings *o, const struct user *user, const char *slot,
		      const struct chain *env)
{
	struct chain project;

	if (!chain_of(path_parent(slot), &project))
		openings_of_chain(o, user, &project);
	openings_of_file(o, user, slot);
	openings_of_chain(o, user, env);
	openings_of_env(o, user, env->path);
}

bool opening_first(const struct user *user, const struct chain *chain, const struct judgement *j,
		   struct opening *opening)
{
	struct openings o = { .also = trust_accepted(j, chain) };

	if (j->by && j->by->shared)
		return false;
	openings_of_chain(&o, user, chain);
	openings_of_env(&o, user, chain->path);
	if (o.count)
		*opening = o.list[0];
	return o.count;
}

void opening_text(struct buf *b, const struct opening *opening)
{
	buf_puts(b, hint_quoted(opening->path));
	if (opening->refusal)
		buf_putl(b, " ", refusal_words[opening->refusal]);
	else
		buf_putl(b, " cannot be looked at: ", strerror(opening->error));
}

const char *opening_mend(const struct opening *opening, const char *dir)
{
	struct buf b = BUF_INIT;

	if (opening->refusal)
		buf_putl(&b, "; ", paste_command("avenv allow --shared", dir), " accepts that");
	return b.data;
}
