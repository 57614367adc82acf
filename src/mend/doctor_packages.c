/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The findings of `doctor` about the packages in an environment. */
#include <fcntl.h>

#include "core/mem.h"
#include "core/path.h"
#include "formats/requirement.h"
#include "installed/dist_record.h"
#include "installed/editable.h"
#include "installed/startup.h"
#include "mend/doctor.h"
#include "print/msg.h"
#include "print/paste.h"
#include "system/files.h"

/* A printed command may start the environment's Python: it works, and is allowed. */
static bool may_be_started(const struct doctor *d)
{
	return d->sound && verdict_is_usable(d->found);
}

/* pip is installed with all its files, and may be started. */
static bool has_pip(const struct doctor *d)
{
	const struct dist *pip = dists_find(&d->dists, "pip");

	return pip && may_be_started(d) && !*dist_record_fault(d->venv, pip);
}

static const char *recreate_line(const struct doctor *d)
{
	return formatted("avenv recreate %s", paste_word(d->venv->path));
}

/* The command after which the environment's pip can be used. */
static const char *before_pip(const struct doctor *d)
{
	/* Not sound: the first finding is the defect that repair() or pyvenv.cfg has. */
	if (!d->sound)
		return finding_command(&d->findings.list[0]);
	if (!verdict_is_usable(d->found))
		return doctor_allow_line(d, d->found);
	return dists_find(&d->dists, "pip") ? recreate_line(d) : ensurepip_line(d->venv);
}

/* F is mended by the environment's own pip with ARGS and PACKAGE, a name or a requirement. */
static void mend_by_pip(const struct doctor *d, struct finding *f, const char *args,
			const char *package)
{
	if (has_pip(d))
		f->mend = formatted("%s -m pip %s %s", paste_word(venv_python(d->venv)), args,
				    paste_word(package));
	else
		f->first = before_pip(d);
}

/*
 * DIST was installed from an index, and can be again. For a distribution from a URL, the index may
 * have another project of that name.
 */
static bool is_from_index(const struct dist *dist)
{
	return dist->form == DIST_INFO && dist->origin.kind == ORIGIN_INDEX && !dist->legacy;
}

static void look_for_pip(struct doctor *d)
{
	const struct venv *venv = d->venv;
	struct finding *f;

	if (venv->health != HEALTHY || dists_find(&d->dists, "pip"))
		return;
	/* It may be in a directory that cannot be read. */
	for (size_t i = 0; i < d->dists.problem_count; i++)
		if (d->dists.problems[i].fatal)
			return;
	f = findings_add(&d->findings, "no-pip", "pip",
			 "pip is not in it, so 'pip install' installs elsewhere; 'uv pip install' "
			 "installs here");
	f->harmless = true;
	if (may_be_started(d))
		f->mend = ensurepip_line(d->venv);
	else
		f->first = before_pip(d);
}

/* Code for each start of Python may be the user's own: a note, but one that is always printed. */
static void look_for_startup_code(struct doctor *d)
{
	struct strings files = { 0 };

	startup_files(d->venv, &files);
	for (size_t i = 0; i < files.count; i++) {
		const char *path = path_join(d->venv->path, files.list[i]);
		struct finding *f = findings_say(
			&d->findings, "startup", path,
			"'%s' is code for each start of Python, and no package owns it",
			shown(path));

		f->harmless = f->always = true;
	}
}

/* ---- one distribution ----------------------------------------------------------- */

/* PATH is a directory with files in it. An uninstallation may leave an empty one. */
static bool has_files(const char *path)
{
	struct strings names = { 0 };

	return !files_names(path, &names) && names.count;
}

/*
 * Add the problems of dists_read(). The command for a .dist-info directory with a valid name and
 * version installs that package again. For a .pth file, and for what an interrupted pip leaves
 * ("~equests-2.31.0.dist-info"), the command is `rm`.
 */
static void look_at_metadata(struct doctor *d)
{
	for (size_t i = 0; i < d->dists.problem_count; i++) {
		const char *path = d->dists.problems[i].path, *entry, *name, *version;
		struct finding *f;

		if (streq(path_base(path), "pyvenv.cfg"))
			continue;
		f = findings_say(&d->findings, "metadata", path, "'%s' %s", shown(path),
				 shown(d->dists.problems[i].text));
		if (!ends_with(path, ".pth") && !ends_with(path, ".dist-info"))
			path = path_parent(path);
		entry = path_base(path);
		name = mem_dup(entry, dist_entry_name_len(entry));
		version = dist_entry_version(entry);
		if (ends_with(path, ".dist-info") && requirement_name_valid(name) && *version &&
		    has_files(path))
			mend_by_pip(d, f, "install --ignore-installed --no-deps",
				    formatted("%s==%s", name, version));
		else if (ends_with(path, ".pth") || ends_with(path, ".dist-info"))
			f->mend = formatted("rm -r %s", paste_word(path));
	}
}

/* ---- duplicates ---------------------------------------------------------------- */

/* F is mended by installing the newest of LIST, and removing the metadata of the others. */
static void mend_duplicates(const struct doctor *d, struct finding *f, const struct dist **list,
			    size_t count)
{
	const struct dist *newest = dists_newest(list, count);
	struct buf line = BUF_INIT;

	f->mend = recreate_line(d);
	if (!newest || !is_from_index(newest) || !has_pip(d))
		return;
	mend_by_pip(d, f, "install --ignore-installed --no-deps", dist_pin(newest));
	buf_putl(&line, f->mend, paste_shell()->and_then, "rm -r");
	for (size_t i = 0; i < count; i++)
		if (list[i] != newest)
			buf_putl(&line, " ", paste_word(list[i]->path));
	f->mend = line.data;
}

static void look_for_duplicates(struct doctor *d)
{
	const struct dist **list = d->dists.duplicates;
	size_t n;

	for (size_t i = 0; i < d->dists.duplicate_count; i += n) {
		struct buf versions = BUF_INIT;

		for (n = 0;
		     i + n < d->dists.duplicate_count && list[i + n]->site == list[i]->site &&
		     streq(list[i + n]->key, list[i]->key);
		     n++)
			buf_putl(&versions, n ? ", " : "", shown(list[i + n]->version));
		mend_duplicates(
			d,
			findings_say(&d->findings, "duplicate", list[i]->path,
				     "%s is in '%s' %zu times (%s), and pip sees one of them",
				     shown(list[i]->name), shown(list[i]->site->path), n,
				     versions.data),
			&list[i], n);
	}
}

/* ---- the files of a distribution ------------------------------------------------ */

static void look_at_files(struct doctor *d, const struct dist *dist)
{
	const char *fault = dist_record_fault(d->venv, dist);
	struct finding *f;

	if (!*fault)
		return;
	f = findings_add(&d->findings, "files", dist->path, fault);
	f->mend = recreate_line(d);
	if (is_from_index(dist))
		mend_by_pip(d, f, "install --ignore-installed --no-deps", dist_pin(dist));
}

/*
 * Add DIST, an editable whose source tree is missing; or, with PROJECT, one of this project that is
 * installed from another directory. A source tree that was moved with the environment is found by
 * `repair`.
 */
static void look_at_source(struct doctor *d, const struct dist *dist, const char *project)
{
	const char *path = dist->editable,
		   *rest = ": 'pip install -e' its new place, or uninstall it";
	bool gone = file_is_gone(path);
	struct finding *f;

	if (gone ? !d->sound : !project)
		return;
	if (project)
		rest = formatted(", not from '%s'", shown(project));
	f = findings_say(&d->findings, project ? "elsewhere" : "files", path,
			 "'%s' is installed from '%s'%s%s", shown(dist->name), shown(path),
			 gone ? ", which is gone" : "", rest);
	f->harmless = !gone;
	if (!project)
		mend_by_pip(d, f, "uninstall -y", dist->name);
	else if (may_be_started(d))
		f->mend = editable_line(d->venv->path, "", project);
}

/*
 * Add DIST, an editable whose source tree is there, if the directory in it is missing that Python
 * imports from; or, of setuptools' strict editables, if the links in that directory lead to where
 * the project was.
 */
static void look_at_import_dir(struct doctor *d, const struct dist *dist)
{
	const char *dir = editable_dir(d->venv, dist), *stray;
	struct finding *f;

	if (!dir || file_exists(AT_FDCWD, dist->editable) <= 0)
		return;
	stray = editable_is_links(dir) ? editable_stray(dir) : NULL;
	if (d->sound && !file_exists(AT_FDCWD, dir))
		f = findings_say(&d->findings, "files", dir,
				 "'%s' is installed from '%s', which is gone", shown(dist->name),
				 shown(dir));
	else if (stray && !file_exists(AT_FDCWD, stray))
		f = findings_say(&d->findings, "files", dir,
				 "'%s' has links to '%s', which is gone", shown(dir), shown(stray));
	else
		return;
	if (may_be_started(d))
		f->mend = editable_line(d->venv->path, editable_is_links(dir) ? STRICT_OPTIONS : "",
					dist->editable);
	else
		f->first = before_pip(d);
}

static void look_at_dists(struct doctor *d)
{
	const char *project = path_parent(d->venv->path);
	const struct dist *elsewhere = editable_elsewhere(&d->dists, project);

	for (size_t i = 0; d->venv->health != NO_BIN && i < d->dists.count; i++) {
		const struct dist *dist = &d->dists.list[i];

		if (dist->local && dist->editable) {
			look_at_source(d, dist, dist == elsewhere ? project : NULL);
			look_at_import_dir(d, dist);
		}
		if (dist->local && dist->form == DIST_INFO &&
		    !dists_have_duplicates(&d->dists, dist->key))
			look_at_files(d, dist);
	}
}

const char *doctor_pip_check(const struct doctor *d)
{
	if (!d->dists.count || !has_pip(d))
		return NULL;
	return formatted("%s -m pip check", paste_word(venv_python(d->venv)));
}

void doctor_packages(struct doctor *d)
{
	dists_read(d->venv, &d->dists);
	look_for_pip(d);
	look_for_startup_code(d);
	look_at_metadata(d);
	look_for_duplicates(d);
	look_at_dists(d);
}
