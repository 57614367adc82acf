/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/guard.h"

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

static void add(struct openings *o, const struct user *user, const char *path,
		const struct file_info *info, bool above)
{
	static const struct accepted nobody;
	enum refusal no = path_refused(user, &nobody, path, info, above);

	if (!no)
		return;
	for (size_t i = 0; i < o->count; i++)
		if (streq(o->list[i].path, path))
			return;
	o->list = mem_grow(o->list, o->count, &o->room, sizeof(*o->list));
	o->list[o->count++] = (struct opening){ .path = path, .refusal = no, .info = *info };
}

void openings_of_chain(struct openings *o, const struct user *user, const struct chain *chain)
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
}

void openings_of_env(struct openings *o, const struct user *user, const char *path)
{
	struct venv venv;

	venv_read(path, &venv);
	openings_of_file(o, user, path_join(path, "pyvenv.cfg"));
	openings_of_file(o, user, venv_bin(&venv));
}

static bool is_open(const struct user *user, const struct accepted *ok, const char *path,
		    struct opening *o)
{
	o->path = path;
	o->refusal = REFUSED_NOT;
	if (file_lstat(path, &o->info)) {
		o->error = errno;
		return !file_is_missing(errno);
	}
	o->refusal = path_refused(user, ok, path, &o->info, false);
	return o->refusal != REFUSED_NOT;
}

bool opening_first(const struct context *ctx, const struct chain *chain, const struct judgement *j,
		   struct opening *opening)
{
	struct accepted ok = trust_accepted(j, chain, &ctx->user);
	const struct step *at;

	if (j->by && j->by->shared)
		return false;
	opening->refusal = chain_refused(chain, &ctx->user, &ok, &at);
	if (opening->refusal) {
		opening->path = mem_dup(chain->path, at->len);
		opening->info = at->info;
		return true;
	}
	return is_open(&ctx->user, &ok, path_join(chain->path, "pyvenv.cfg"), opening) ||
	       is_open(&ctx->user, &ok, path_join(chain->path, "bin"), opening);
}

void opening_text(struct buf *b, const struct opening *opening)
{
	const struct found found = {
		.refusal = opening->refusal,
		.refused_uid = opening->info.uid,
		.refused_gid = opening->info.gid,
	};

	hint_quote(b, opening->path);
	if (opening->refusal)
		buf_putl(b, " ", hint_refusal(&found));
	else
		buf_putl(b, " cannot be looked at: ", strerror(opening->error));
}

const char *opening_accepts(const char *dir)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, "; ", paste_command("avenv allow --shared", dir), " accepts that");
	return b.data;
}

const char *opening_mend(const struct opening *opening, const char *dir)
{
	return opening->refusal ? opening_accepts(dir) : "";
}
