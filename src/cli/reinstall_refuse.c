/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be installed again, told before anything is built. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "cli/interpreters.h"
#include "cli/pep440.h"
#include "cli/reinstall.h"
#include "cli/requirement.h"
#include "cli/url.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

static const char *joined(const char *before, const char *subject, const char *behind)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, before, subject, behind);
	return b.data;
}

/* How PATH is: NULL where it is there, else GONE, or that nobody can tell. */
static const char *missing(const char *path, const char *gone)
{
	int there = file_exists_through(AT_FDCWD, path);

	if (there > 0)
		return NULL;
	return there ? joined("cannot be looked at: ", strerror(errno), "") : gone;
}

/* PATH is where conda builds its packages. */
static bool is_conda(const char *path)
{
	return strstr(path, "/feedstock_root/") || strstr(path, "/croot/") ||
	       strstr(path, "/conda-bld/");
}

static const char *refuse_source(const struct reinstall *plan, const struct reinstall_item *item)
{
	const char *source = item->source, *how;

	if (streq(source, plan->old->path))
		return "its source is the environment's own directory";
	how = missing(source, "is gone");
	if (!how && missing(path_join(source, "pyproject.toml"), ""))
		how = missing(path_join(source, "setup.py"),
			      "has neither pyproject.toml nor setup.py");
	return how ? joined("its source '", shown(source), joined("' ", how, "")) : NULL;
}

/* A URL that only pip can judge, when the network may be used. */
static const char *refuse_remote(const struct reinstall *plan, const char *url)
{
	if (!plan->how->wheels)
		return NULL;
	return joined("it comes from '", url_shown(url),
		      "', which is not to be had with '--offline'");
}

static const char *refuse_file(const struct reinstall *plan, const char *url)
{
	const char *path = url_path(url), *how;

	if (!path)
		return starts_with(url, "file:") ?
			       joined("'", url_shown(url), "' is no file on this machine") :
			       refuse_remote(plan, url);
	how = missing(path, "is gone");
	if (!how)
		return NULL;
	if (is_conda(path))
		return joined("conda built it in '", shown(path),
			      "', which is not on this machine");
	return joined("it was installed from '", shown(path), joined("', which ", how, ""));
}

static bool is_on_path(const char *program)
{
	const char *list = getenv("PATH"), *dir;

	while ((dir = settings_element(&list)))
		if (dir[0] == '/' && file_is_program(path_join(dir, program)))
			return true;
	return false;
}

static const char *refuse_vcs(const struct reinstall *plan, const struct origin *origin)
{
	static const char *const known[] = { "git", "hg", "svn", "bzr" };

	for (size_t i = 0; i < ARRAY_SIZE(known); i++) {
		if (!streq(origin->vcs, known[i]))
			continue;
		if (origin->commit[0] == '-' || strpbrk(origin->commit, " \t\r\n#&@$\\"))
			return joined("its revision '", shown(origin->commit), "' is none");
		if (!is_on_path(known[i]))
			return joined("'", known[i], "', which fetches it, is not on PATH");
		return refuse_file(plan, origin->url);
	}
	return joined("pip knows no '", shown(origin->vcs), "'");
}

/* A version by which an index can be asked. */
static const char *refuse_version(const struct dist *dist)
{
	if (dist->legacy || !pep440_valid(dist->version))
		return joined("pip takes no version like '", shown(dist->version), "' any more");
	return NULL;
}

const char *reinstall_refusal(const struct reinstall *plan, const struct reinstall_item *item)
{
	const struct dist *dist = item->dist;
	const struct origin *origin = &dist->origin;

	if (!requirement_name_valid(dist->name))
		return "pip takes no such name";
	if (item->source)
		return refuse_source(plan, item);
	if (!*dist->metadata)
		return joined("'", shown(dist->path), "' has no metadata that says what it is");
	switch (origin->kind) {
	case ORIGIN_VCS:
		return refuse_vcs(plan, origin);
	case ORIGIN_ARCHIVE:
	case ORIGIN_DIR:
		return refuse_file(plan, origin->url);
	case ORIGIN_INDEX:
		break;
	}
	return refuse_version(dist);
}
