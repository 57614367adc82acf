/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The records, as a table. */
#include <errno.h>
#include <stdlib.h>

#include "commands/allow.h"
#include "core/mem.h"
#include "core/path.h"
#include "plan/words.h"
#include "print/paste.h"
#include "print/table.h"
#include "records/ask.h"
#include "records/forget.h"
#include "records/records_file.h"
#include "records/slots.h"

/* The verdict on what is there now. *OTHERS are those whom R does not accept; NULL: nobody. */
static const char *state_of(struct trust *trust, const struct record *r, const char **others)
{
	struct file_info info;
	struct candidate c;
	struct verdict found;

	*others = NULL;
	if (r->tree ? file_lstat(r->path, &info) : candidate_of_record(r, &c))
		return !file_is_missing(errno) ? "unknown" :
		       record_is_gone(r)       ? "gone" :
						 "not seen";
	if (r->tree)
		return record_is_of(r, r->path, &info) ? "ok" : "changed";
	verdict_look(trust, &c, 0, &found);
	if (verdict_bar(&found) == BAR_OTHERS)
		verdict_ask_owners(&found);
	if (verdict_bar(&found) == BAR_OTHERS)
		*others = owner_fault_line(found.owners.list);
	return words_of(&found)->state;
}

bool allow_print(struct trust *trust, const struct record *const *list, size_t count, FILE *out)
{
	static const char *const titles[] = { "SAYS", "WHERE", "LEADS TO", "STATE", "" };
	struct table t;
	bool gone = false;

	table_init(&t, titles, ARRAY_SIZE(titles));
	for (size_t i = 0; i < count; i++) {
		const struct record *r = list[i];
		const char *others, *state = state_of(trust, r, &others);

		gone = gone || streq(state, "gone");
		table_add(&t, r->deny ? "deny" : "allow", COLOUR_PLAIN);
		table_add(&t, formatted("%s%s", r->path, r->tree ? " and all below" : ""),
			  COLOUR_PLAIN);
		table_add(&t, r->target, COLOUR_PLAIN);
		table_add(&t, state, streq(state, "ok") ? COLOUR_PLAIN : COLOUR_FAINT);
		table_add_words(&t,
				others                  ? others :
				is_of_avenv_trust(r)    ? "AVENV_TRUST" :
				r->shared && r->tracked ? "shared, tracked" :
				r->shared               ? "shared" :
				r->tracked              ? "tracked" :
							  "",
				COLOUR_FAINT);
	}
	table_print(&t, out);
	return gone;
}

int allow_list(struct context *ctx)
{
	struct trust *trust = &ctx->trust;
	const struct record **list;
	bool gone = false;

	if (records_load(&ctx->trust))
		return -1;
	if (trust->count)
		qsort(trust->records, trust->count, sizeof(*trust->records), by_bytes);
	list = mem_array(trust->count + 1, sizeof(const struct record *));
	for (size_t i = 0; i < trust->count; i++)
		list[i] = &trust->records[i];
	if (trust->count)
		gone = allow_print(trust, list, trust->count, stdout);
	else if (!trust->fault)
		note("nothing is recorded yet");
	if (gone)
		note("'avenv forget --gone' forgets those that are gone");
	if (trust->bad_line)
		error("no tree counts: %s", reason_line(records_fault(trust)));
	return 0;
}
