/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a store may have an environment that is not seen. */
#include <errno.h>
#include <fcntl.h>

#include "core/path.h"
#include "finders/store.h"

static bool stop_at_once(void *arg, int fd, const char *name, int type)
{
	(void)arg, (void)fd, (void)name, (void)type;
	return false;
}

const char *store_fault(const struct store *store, const char *dir)
{
	struct store_place place;
	const char *path;

	store_place(store, &place);
	if (place.fault || !place.dir)
		return place.fault;
	path = path_join(dir, place.dir);
	if (!file_scan(path, stop_at_once, NULL) || file_is_missing(errno))
		return NULL;
	return joined(path_quoted(path), " cannot be read: ", strerror(errno));
}

/* DIR or a directory above it has the file that leads to STORE. */
static bool has_file(const struct store *store, const char *dir)
{
	/* The environments of virtualenvwrapper have theirs. */
	return store == &store_virtualenvwrapper || file_above(dir, store->file);
}

const char *stores_fault(const char *dir)
{
	for (size_t i = 0; stores[i]; i++) {
		const char *fault = store_fault(stores[i], dir);

		if (fault && has_file(stores[i], dir))
			return fault;
	}
	return NULL;
}
