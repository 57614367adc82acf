/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "installed/dist.h"

#include <errno.h>
#include <strings.h>

#include "core/file.h"
#include "core/mem.h"
#include "print/msg.h"

const char *dist_pin(const struct dist *dist)
{
	return formatted("%s%s%s", dist->name, dist->legacy ? "===" : "==", dist->version);
}

const char *dist_header(const struct dist *dist, const char *name, size_t *at)
{
	const char *s = dist->metadata + *at;
	size_t name_len = strlen(name), len;

	for (; *s; s += len + (s[len] == '\n')) {
		len = strcspn(s, "\n");
		if (strncasecmp(s, name, name_len) != 0 || s[name_len] != ':')
			continue;
		*at = (size_t)(s - dist->metadata) + len;
		s += name_len + 1;
		s += strspn(s, " \t");
		return mem_dup(s, strcspn(s, "\r\n"));
	}
	return NULL;
}

size_t dist_entry_name_len(const char *entry)
{
	const char *dot = strrchr(entry, '.');
	size_t stem = dot ? (size_t)(dot - entry) : strlen(entry);
	size_t name = strcspn(entry, "-");

	return name < stem ? name : stem;
}

const char *dist_entry_version(const char *entry)
{
	const char *version = entry + dist_entry_name_len(entry);
	const char *dot = strrchr(entry, '.');

	version += *version == '-';
	return dot && version < dot ? mem_dup(version, (size_t)(dot - version)) : "";
}

bool dist_entry_is_pip(const char *entry)
{
	return starts_with(entry, "pip-") && ends_with(entry, ".dist-info");
}

const char *dist_read_fault(const char *path)
{
	if (errno == ELOOP)
		return "is a link that points to itself";
	if (errno == EINVAL || errno == ENXIO || errno == ENOTDIR)
		return "is not a regular file";
	if (errno == ENOENT && file_exists(path) > 0)
		return "is a link to a file that is gone";
	return joined("cannot be read: ", strerror(errno));
}
