/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/unmet.h"

#include "core/buf.h"
#include "core/mem.h"

#include "core/banned.h"

/* Add what is not met of the needs of DIST, each requirement once. */
static void find_unmet(const struct dist *dist, const struct needs *needs, struct unmets *unmets)
{
	for (size_t i = 0; i < needs->count; i++) {
		const struct need *need = &needs->list[i];
		const char *text = requirement_text(&need->requirement);
		const struct unmet *last = unmets->count ? &unmets->list[unmets->count - 1] : NULL;

		if (!need->holds || need_met(need) ||
		    (last && last->of == dist && streq(last->requirement, text)))
			continue;
		unmets->list =
			mem_grow(unmets->list, unmets->count, &unmets->room, sizeof(*unmets->list));
		unmets->list[unmets->count++] =
			(struct unmet){ dist, text, need->requirement.key, need->there };
	}
	if (!needs->invalid)
		return;
	unmets->list = mem_grow(unmets->list, unmets->count, &unmets->room, sizeof(*unmets->list));
	unmets->list[unmets->count++] = (struct unmet){ dist, needs->invalid, NULL, NULL };
}

void unmet_find(const struct dists *dists, const struct marker_env *env, struct unmets *unmets)
{
	const struct needs *needs = needs_read(dists, env);

	*unmets = (struct unmets){ 0 };
	for (size_t i = 0; i < dists->count; i++)
		find_unmet(&dists->list[i], &needs[i], unmets);
}

const char *unmet_text(const struct unmet *unmet)
{
	struct buf text = BUF_INIT;

	buf_putl(&text, unmet->of->key, " ", unmet->of->version);
	if (!unmet->name)
		buf_putl(&text, " requires '", unmet->requirement,
			 "', which is not a requirement.");
	else if (!unmet->there)
		buf_putl(&text, " requires ", unmet->name, ", which is not installed.");
	else
		buf_putl(&text, " has requirement ", unmet->requirement, ", but you have ",
			 unmet->there->key, " ", unmet->there->version, ".");
	return text.data;
}
