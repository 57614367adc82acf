/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pylock.toml (PEP 751): a list of packages with markers over platform, extras and groups. */
#include "declared/reading.h"

/* The value of a marker's variable, ",a,b,": the chosen names of the array ALL, and all of DEFAULTS. */
static const char *marker_names(struct chosen *chosen, const struct toml *all,
				const struct toml *defaults)
{
	struct buf names = BUF_INIT;

	buf_puts(&names, ",");
	for (const struct toml *name = toml_first(all); name; name = name->next)
		if (name->type == TOML_STRING && is_chosen(chosen, name->text))
			buf_putl(&names, requirement_key(name->text), ",");
	for (const struct toml *name = toml_first(defaults); name; name = name->next)
		if (name->type == TOML_STRING)
			buf_putl(&names, requirement_key(name->text), ",");
	return names.data;
}

void read_pylock(struct reading *r)
{
	const struct toml *root = r->document->root;

	if (!reading_knows(r, toml_string_at(root, "lock-version"), 1, 1))
		return;
	r->env.extras = marker_names(r->extras, toml_at(root, "extras"), NULL);
	r->env.dependency_groups = marker_names(r->groups, toml_at(root, "dependency-groups"),
						toml_at(root, "default-groups"));
	nodes_read(r, toml_at(root, "packages"));
	nodes_want(r, NULL);
}
