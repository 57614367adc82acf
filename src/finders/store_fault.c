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

/* The fault of the tool's settings in the project of DIR. */
static struct store_fault fault_in_project(const struct store *store, const char *dir)
{
	const char *project = store->local ? file_above(dir, store->file) : NULL;
	struct store_fault fault = { 0 };

	if (project) {
		fault.path = path_join(project, store->local);
		(void)toml_read_project_file(fault.path, &fault.text);
		fault.error = fault.text ? errno : 0;
	}
	return fault;
}

struct store_fault store_fault(const struct store *store, const char *dir)
{
	struct store_place place;
	struct store_fault fault;
	const char *path;
	int err;

	store_place(store, &place);
	if (place.fault.text || !place.dir)
		return place.fault;
	fault = fault_in_project(store, dir);
	if (fault.text)
		return fault;
	path = path_join(dir, place.dir);
	if (!file_scan(path, stop_at_once, NULL) || file_is_missing(errno))
		return (struct store_fault){ 0 };
	err = errno;
	return (struct store_fault){ .text = joined(escape_quoted(path),
						    " cannot be read: ", strerror(err)),
				     .path = path,
				     .error = err };
}

struct store_fault stores_fault(const char *dir)
{
	for (size_t i = 0; stores[i]; i++) {
		struct store_fault fault = store_fault(stores[i], dir);

		/* The environments of virtualenvwrapper have its file. */
		if (fault.text &&
		    (stores[i] == &store_virtualenvwrapper || file_above(dir, stores[i]->file)))
			return fault;
	}
	return (struct store_fault){ 0 };
}
