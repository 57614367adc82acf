/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The findings of `avenv doctor` about packages. A command of the environment's pip is printed only
 * if that pip works; else the command that must come first.
 */
#include <sys/stat.h>

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

/* The arguments of pip that write the files of an installed package again. */
#define INSTALL_AGAIN "install --ignore-installed --no-deps"

/* A printed command may start the environment's Python: it works, and is allowed. */
static bool may_be_started(const struct doctor *d)
{
	return d->sound && verdict_is_usable(d->found);
}

static bool pip_works(const struct doctor *d)
{
	const struct dist *pip = dists_find(&d->dists, "pip");

	return pip && may_be_started(d) && !*dist_record_fault(d->venv, pip);
}

/* The command after which the environment's pip can be used. */
static const char *before_pip(const struct doctor *d)
{
	if (!d->sound)
		return d->first_command;
	if (!verdict_is_usable(d->found))
		return doctor_allow_line(d, d->found);
	return dists_find(&d->dists, "pip") ? doctor_command(d, "avenv recreate") :
					      ensurepip_line(d->venv);
}

/* F is mended by the environment's own pip with ARGS and PACKAGE, a name or a requirement. */
static void mend_by_pip(const struct doctor *d, struct finding *f, const char *args,
			const char *package)
{
	if (d->has_pip)
		f->mend = formatted("%s -I -m pip %s %s", paste_word(venv_python(d->venv)), args,
				    paste_word(package));
	else
		f->first = before_pip(d);
}

/* F is mended by installing the editable SOURCE again, with OPTIONS. */
static void mend_by_editable(const struct doctor *d, struct finding *f, const char *options,
			     const char *source)
{
	if (may_be_started(d))
		f->mend = editable_line(d->venv->path, options, source);
	else
		f->first = before_pip(d);
}

/* DIST came from an index. By the name of one from a URL, the index may have another project. */
static bool is_from_index(const struct dist *dist)
{
	return dist->form == DIST_INFO && dist->origin.kind == ORIGIN_INDEX && !dist->legacy;
}

static void look_for_pip(struct doctor *d)
{
	struct finding *f;

	if (d->venv->health != HEALTHY || dists_find(&d->dists, "pip"))
		return;
	/* pip may be in a directory that cannot be read. */
	for (size_t i = 0; i < d->dists.problem_count; i++)
		if (d->dists.problems[i].fatal)
			return;
	f = findings_add(&d->findings, "no-pip", "pip",
			 "pip is not in it; 'uv pip install' installs here");
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
	struct finding *f;

	(void)!startup_files(d->venv, &files);
	for (size_t i = 0; i < files.count; i++) {
		const char *path = path_join(d->venv->path, files.list[i]);

		f = findings_say(&d->findings, "startup", path,
				 "'%s' is code for each start of Python, and no package owns it",
				 shown(path));
		f->harmless = f->always = true;
	}
}

/* ---- metadata ------------------------------------------------------------------- */

/* PATH is a directory with files in it. An uninstallation may leave an empty one. */
static bool has_files(const char *path)
{
	struct strings names = { 0 };

	return !files_names(path, &names) && names.count;
}

/*
 * F is about the file PATH, metadata of a package. The command installs the package of a .dist-info
 * directory again, unless it is from a URL; it removes a directory that an interrupted pip leaves,
 * "~equests-2.31.0.dist-info", and a .pth that is no file: a file that avenv does not read may
 * be one that Python does.
 */
static void mend_metadata(const struct doctor *d, struct finding *f, const char *path)
{
	bool is_pth = ends_with(path, ".pth");
	struct file_info file;
	const char *info = is_pth || ends_with(path, ".dist-info") ? path : path_parent(path);
	const char *entry = path_base(info), *version = dist_entry_version(entry);
	const char *name = mem_dup(entry, dist_entry_name_len(entry));

	if (is_pth ? !file_stat(path, &file) && S_ISREG(file.mode) : !ends_with(info, ".dist-info"))
		return;
	if (is_pth || !requirement_name_valid(name) || !*version || !has_files(info))
		f->mend = formatted("rm -r %s", paste_word(info));
	else if (!file_exists(path_join(info, "direct_url.json")))
		mend_by_pip(d, f, INSTALL_AGAIN, formatted("%s==%s", name, version));
}

/* Add the problems of dists_read(); doctor_env() has added those of pyvenv.cfg. */
static void look_at_metadata(struct doctor *d)
{
	for (size_t i = 0; i < d->dists.problem_count; i++) {
		const struct dist_problem *problem = &d->dists.problems[i];

		if (streq(path_base(problem->path), "pyvenv.cfg"))
			continue;
		mend_metadata(d,
			      findings_say(&d->findings, "metadata", problem->path, "'%s' %s",
					   shown(problem->path), shown(problem->text)),
			      problem->path);
	}
}

/* F is mended by installing the newest of LIST, and removing the metadata of the others. */
static void mend_duplicates(const struct doctor *d, struct finding *f, const struct dist **list,
			    size_t count)
{
	const struct dist *newest = dists_newest(list, count);
	struct buf line = BUF_INIT;

	f->mend = doctor_command(d, "avenv recreate");
	if (!newest || !is_from_index(newest) || !d->has_pip)
		return;
	mend_by_pip(d, f, INSTALL_AGAIN, dist_pin(newest));
	buf_putl(&line, f->mend, paste_shell()->and_then, "rm -r");
	for (size_t i = 0; i < count; i++)
		if (list[i] != newest)
			buf_putl(&line, " ", paste_word(list[i]->path));
	f->mend = line.data;
}

static void look_for_duplicates(struct doctor *d)
{
	const struct dist **end = d->dists.duplicates + d->dists.duplicate_count;
	struct finding *f;
	size_t same;

	for (const struct dist **list = d->dists.duplicates; list < end; list += same) {
		struct buf versions = BUF_INIT;

		same = dists_count_same(list, (size_t)(end - list));
		for (size_t i = 0; i < same; i++)
			buf_putl(&versions, i ? ", " : "", shown(list[i]->version));
		f = findings_say(&d->findings, "duplicate", list[0]->path,
				 "%s is in '%s' %zu times (%s), and pip sees one of them",
				 shown(list[0]->name), shown(list[0]->site->path), same,
				 versions.data);
		mend_duplicates(d, f, list, same);
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
	f->mend = doctor_command(d, "avenv recreate");
	if (is_from_index(dist))
		mend_by_pip(d, f, INSTALL_AGAIN, dist_pin(dist));
}

/*
 * Add DIST, an editable whose source tree is missing. If the environment is not sound, the tree may
 * have been moved with the environment: `repair` finds it.
 */
static void look_at_source(struct doctor *d, const struct dist *dist)
{
	if (!d->sound || !file_is_gone(dist->editable))
		return;
	mend_by_pip(d,
		    findings_say(&d->findings, "files", dist->editable,
				 "'%s' is installed from '%s', which is gone: 'pip install -e' its "
				 "new place, or uninstall it",
				 shown(dist->name), shown(dist->editable)),
		    "uninstall -y", dist->name);
}

/* Add DIST, an editable of PROJECT's name that is installed from another directory. */
static void look_elsewhere(struct doctor *d, const struct dist *dist, const char *project)
{
	const char *path = dist->editable;
	bool gone = file_is_gone(path);
	struct finding *f;

	if (gone && !d->sound)
		return;
	f = findings_say(&d->findings, "elsewhere", path,
			 "'%s' is installed from '%s'%s, not from '%s'", shown(dist->name),
			 shown(path), gone ? ", which is gone" : "", shown(project));
	f->harmless = !gone;
	mend_by_editable(d, f, "", project);
}

/*
 * Add DIST, an editable whose source tree exists, if the directory that Python imports from is
 * gone; or, for a strict editable, if the links there lead to the project's old place.
 */
static void look_at_import_dir(struct doctor *d, const struct dist *dist)
{
	const char *dir, *stray, *text;

	dir = file_exists(dist->editable) > 0 ? editable_dir(d->venv, dist) : NULL;
	if (!dir)
		return;
	stray = editable_stray(dir);
	if (d->sound && !file_exists(dir))
		text = formatted("'%s' is installed from '%s', which is gone", shown(dist->name),
				 shown(dir));
	else if (stray && !file_exists(stray))
		text = formatted("'%s' has links to '%s', which is gone", shown(dir), shown(stray));
	else
		return;
	mend_by_editable(d, findings_add(&d->findings, "files", dir, text),
			 editable_is_links(dir) ? STRICT_OPTIONS : "", dist->editable);
}

static void look_at_dists(struct doctor *d)
{
	const char *project = path_parent(d->venv->path);
	const struct dist *elsewhere = editable_elsewhere(&d->dists, project);

	for (size_t i = 0; i < d->dists.count; i++) {
		const struct dist *dist = &d->dists.list[i];

		if (!dist->local)
			continue;
		if (dist == elsewhere)
			look_elsewhere(d, dist, project);
		else if (dist->editable)
			look_at_source(d, dist);
		if (dist->editable)
			look_at_import_dir(d, dist);
		if (dist->form == DIST_INFO && !dists_have_duplicates(&d->dists, dist->key))
			look_at_files(d, dist);
	}
}

void doctor_packages(struct doctor *d)
{
	dists_read(d->venv, &d->dists);
	d->has_pip = pip_works(d);
	look_for_pip(d);
	look_for_startup_code(d);
	look_at_metadata(d);
	look_for_duplicates(d);
	/* Without bin all packages have missing files, and one command mends them. */
	if (d->venv->health != NO_BIN)
		look_at_dists(d);
}
