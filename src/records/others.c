/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "records/others.h"

#include "core/path.h"
#include "core/settings.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"

/* One chmod ends all faults of O: the user owns each file and directory. */
static bool chmod_ends(const struct owners *o)
{
	for (size_t i = 0; i < o->count; i++)
		if (o->list[i].refusal != REFUSED_WRITABLE || !chmod_command(o->list[i].path))
			return false;
	return true;
}

/* The reason of O; all NULL: there is no fault. */
static struct reason reason_of_others(const struct owners *o)
{
	if (!o->count)
		return (struct reason){ 0 };
	return (struct reason){ owner_fault_line(o->list), chmod_ends(o) ? owners_chmod(o) : "",
				"changes that" };
}

struct reason others_along(const char *path, bool above)
{
	struct owners o = { .all = true };

	owners_along(&o, path, above);
	return reason_of_others(&o);
}

struct reason others_in_data(const char *path)
{
	const char *data = settings_path("XDG_DATA_HOME"), *home = settings_path("HOME");
	struct owners o = { .all = true };
	struct reason r;

	owners_along(&o, path, false);
	r = reason_of_others(&o);
	/* The root is on the way to each directory. */
	if (!r.why || *r.next || streq(o.list->path, "/"))
		return r;
	if (data && home) {
		home = path_join(home, ".local/share");
		path += strlen(data);
		if (!others_along(path_join(home, path + strspn(path, "/")), false).why)
			return (struct reason){ r.why, paste_unset("XDG_DATA_HOME"),
						formatted("uses '%s' instead", shown(home)) };
	}
	r.why = joined(r.why, "; set XDG_DATA_HOME to a directory that only you can write to");
	return r;
}
