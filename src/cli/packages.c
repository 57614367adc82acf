/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/packages.h"

#include "cli/place.h"
#include "cli/suggest.h"
#include "core/mem.h"
#include "print/msg.h"

#include "core/banned.h"

int packages_open(struct context *ctx, const char *env, struct packages *p)
{
	*p = (struct packages){ .ctx = ctx };
	if (place_look(ctx, env, &p->venv))
		return -1;
	dists_read(&p->venv, &p->dists);
	dists_complain(&p->dists);
	return 0;
}

void packages_tell_none(const struct packages *p)
{
	if (!p->dists.problem_count)
		note("nothing is installed in '%s'", shown(p->venv.path));
}

static void not_installed(const struct packages *p, const char *name)
{
	struct suggestion near;
	struct buf b = BUF_INIT;

	suggest_init(&near, name);
	for (size_t i = 0; i < p->dists.count; i++)
		suggest_offer(&near, p->dists.list[i].name);
	if (!suggest_put(&b, &near, ""))
		buf_puts(&b, "; 'avenv packages' lists what is");
	error("'%s' is not installed in '%s'%s", shown(name), shown(p->venv.path), b.data);
}

size_t packages_named(const struct packages *p, const struct strings *names,
		      const struct dist ***list)
{
	size_t count = 0;

	*list = mem_array(names->count + 1, sizeof(const struct dist *));
	for (size_t i = 0; i < names->count; i++) {
		const struct dist *d = dists_find(&p->dists, names->list[i]);

		if (d)
			(*list)[count++] = d;
		else
			not_installed(p, names->list[i]);
	}
	return count;
}

void packages_json_origin(struct json *j, const struct origin *origin)
{
	/* by enum origin_kind */
	static const char *const kinds[] = { NULL, "archive", "vcs", "dir" };

	if (origin->kind == ORIGIN_INDEX) {
		json_text(j, "origin", NULL);
		return;
	}
	json_object(j, "origin");
	json_text(j, "kind", kinds[origin->kind]);
	json_text(j, "url", origin->url);
	json_text(j, "subdirectory", origin->subdirectory);
	json_text(j, "hash", origin->first_hash ? origin->first_hash : origin->hash);
	json_text(j, "vcs", origin->vcs);
	json_text(j, "commit", origin->commit);
	json_object_end(j);
}
