/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Faults of stores: unreadable settings files and directories, which hide environments. */
#include <errno.h>

#include "core/escape.h"
#include "core/path.h"
#include "finders/store.h"
#include "formats/toml_file.h"

static bool stop_at_once(void *arg, int fd, const char *name, int type)
{
	return false;
}

/* The fault of the tool's settings in the project of DIR, in the file *PATH; NULL: none. */
static const char *fault_in_project(const struct store *store, const char *dir, const char **path)
{
	const char *project = store->local ? file_above(dir, store->file) : NULL, *fault = NULL;

	if (project) {
		*path = path_join(project, store->local);
		(void)toml_read_project_file(*path, &fault);
	}
	return fault;
}

const char *store_fault(const struct store *store, const char *dir, const char **path)
{
	struct store_place place;
	const char *fault;

	store_place(store, &place);
	if (place.fault || !place.dir) {
		*path = store->settings ? store->settings() : NULL;
		return place.fault;
	}
	fault = fault_in_project(store, dir, path);
	if (fault)
		return fault;
	*path = path_join(dir, place.dir);
	if (!file_scan(*path, stop_at_once, NULL) || file_is_missing(errno))
		return NULL;
	return joined(escape_quoted(*path), " cannot be read: ", strerror(errno));
}

const char *stores_fault(const char *dir, const char **path)
{
	for (size_t i = 0; stores[i]; i++) {
		const char *fault = store_fault(stores[i], dir, path);

		/* The environments of virtualenvwrapper have its file. */
		if (fault &&
		    (stores[i] == &store_virtualenvwrapper || file_above(dir, stores[i]->file)))
			return fault;
	}
	return NULL;
}
