/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How does an environment differ from the files of its project? Each file is read by the function
 * of its kind, and its requirements are compared, name by name, with the installed distributions.
 */
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/manifest.h"
#include "declared/reading.h"
#include "formats/pep440.h"
#include "print/msg.h"

/* ---- comparing -------------------------------------------------------------------- */

/** Requirements of one name, in the order in which they are compared */
enum rank {
	OF_FILE,
	OF_PACKAGE,
	CONSTRAINT,
	UNKNOWN,
};

static enum rank rank_of(const struct declared *req)
{
	if (req->unsure)
		return UNKNOWN;
	if (req->is_constraint)
		return CONSTRAINT;
	return req->required_by ? OF_PACKAGE : OF_FILE;
}

static int compare_declared(const void *a, const void *b)
{
	const struct declared *left = a, *right = b;
	int order = strcmp(left->requirement.key, right->requirement.key);

	if (!order)
		order = (int)rank_of(left) - (int)rank_of(right);
	if (!order)
		order = (left->line > right->line) - (left->line < right->line);
	return order ? order : strcmp(left->requirement.specifiers, right->requirement.specifiers);
}

static void sort_declared(struct declared_list *l)
{
	if (l->count)
		qsort(l->list, l->count, sizeof(*l->list), compare_declared);
}

/* Sort L, and leave the first requirement of each name in it. */
static void drop_duplicates(struct declared_list *l)
{
	size_t count = 0;

	sort_declared(l);
	for (size_t i = 0; i < l->count; i++)
		if (!count ||
		    !streq(l->list[count - 1].requirement.key, l->list[i].requirement.key))
			l->list[count++] = l->list[i];
	l->count = count;
}

/** A requirement compared with the installed distribution */
enum outcome {
	MET,
	UNMET,
	/** for the reason in `unsure`; or it is from a URL, of which no version tells */
	UNJUDGED,
};

/* A URL or a directory is where INSTALLED comes from, and REQ asks for neither, or the reverse. */
static bool is_from_elsewhere(const struct dist *installed, const struct declared *req)
{
	bool by_index = installed->origin.kind == ORIGIN_INDEX && !installed->editable;

	return !req->is_constraint && by_index == (req->requirement.url || req->local);
}

/* A distribution of REQ's name is installed that cannot be read; another one may be beside it. */
static bool is_unread(const struct reading *r, const struct declared *req)
{
	return set_has(&r->c->unread, req->requirement.key);
}

/* The reason why it is unknown if INSTALLED, which FITS as pep440_judge() says, is REQ; or NULL. */
static const char *doubt(const struct reading *r, const struct dist *installed,
			 const struct declared *req, int fits)
{
	if (is_unread(r, req))
		return "its metadata cannot be read";
	if (!installed)
		return NULL;
	if (fits < 0)
		return TOOLS_DISAGREE;
	if (installed->twice)
		return "it is installed twice";
	if (!fits || !is_from_elsewhere(installed, req))
		return NULL;
	return req->local || req->requirement.url ?
		       "it was installed from an index" :
		       "it was installed from a URL or a directory, and pip lets that be";
}

/* pep440_judge() of INSTALLED and the specifiers of REQ. */
static int fits_specifiers(const struct reading *r, const struct dist *installed,
			   const struct declared *req)
{
	const char *specifiers = req->requirement.specifiers;

	if (r->is_exact && starts_with(specifiers, "=="))
		return !pep440_compare(installed->version, specifiers + strlen("=="));
	return pep440_judge(installed->version, specifiers);
}

static enum outcome judge(const struct reading *r, const struct dist *installed,
			  struct declared *req)
{
	const char *specifiers = req->requirement.specifiers;
	int fits = installed != NULL;

	if (installed && installed->legacy && *specifiers) {
		if (!req->unsure)
			req->unsure = "the installed version is none of PEP 440";
		return UNJUDGED;
	}
	if (installed && *specifiers)
		fits = fits_specifiers(r, installed, req);
	if (!req->unsure)
		req->unsure = doubt(r, installed, req, fits);
	if (fits <= 0)
		return req->unsure ? UNJUDGED : UNMET;
	if (is_unread(r, req) || installed->twice || is_from_elsewhere(installed, req) ||
	    (req->requirement.url && !req->local &&
	     (req->unsure || *specifiers || !installed->editable)))
		return UNJUDGED;
	return MET;
}

/* Compare the COUNT requirements at ALL, which are of one name, with what is installed. */
static void compare_name(struct reading *r, struct declared *all, size_t count)
{
	const struct dist *installed = dists_find(r->c->dists, all->requirement.key);
	struct declared *unmet = NULL, *unjudged = NULL, *worst;
	/* ALL is sorted: the first one has the lowest rank. */
	bool is_wanted = rank_of(all) <= OF_PACKAGE, is_met = false;

	for (size_t i = 0; i < count; i++) {
		struct declared *req = &all[i];
		bool is_sure = !req->unsure;
		enum outcome outcome;

		/* A constraint counts only for a package that is wanted. */
		if (req->is_constraint && !is_wanted)
			continue;
		outcome = judge(r, installed, req);
		is_met = is_met || (outcome != UNMET && is_sure);
		if (outcome == UNMET && !unmet)
			unmet = req;
		if (outcome == UNJUDGED && !unjudged)
			unjudged = req;
	}
	/* A lock file has versions: its tool alone knows which one it installs. */
	if (r->is_lock && is_met && unmet) {
		unmet->unsure = "several versions of it are locked";
		unjudged = unmet;
		unmet = NULL;
	}
	worst = unmet ? unmet : unjudged;
	r->c->met = r->c->met || (is_wanted && !worst);
	if (!worst)
		return;
	worst->installed = installed;
	if (!unmet && !worst->unsure)
		worst->unsure = "it is from a URL";
	declared_add(r, unmet ? &r->c->differences : &r->c->unjudged, worst);
}

/* REQ is one for which another version will be installed. */
static bool is_replaced(const struct reading *r, const struct declared *req)
{
	const char *specifiers = req->requirement.specifiers;
	const struct dist *installed = dists_find(r->c->dists, req->requirement.key);

	return installed && *specifiers && !installed->legacy && !req->unsure &&
	       reading_goes_on(r, VERSION_WORK) && !fits_specifiers(r, installed, req);
}

/*
 * Drop what is required only by a distribution that another version will replace, as that one may
 * require something else. The list has a requirement behind those for which it was followed.
 */
static void drop_replaced(struct reading *r)
{
	struct declared_list *l = &r->wanted;
	struct set replaced = { 0 };
	size_t before;

	do {
		struct set wanted = { 0 };

		before = l->count;
		l->count = 0;
		for (size_t i = 0; i < before && reading_goes_on(r, NAME_WORK); i++) {
			const struct declared *req = &l->list[i];
			const char *by = req->required_by ? req->required_by->key : NULL;

			if (by && (set_has(&replaced, by) || !set_has(&wanted, by)))
				continue;
			if (is_replaced(r, req))
				set_add(&replaced, req->requirement.key);
			if (!req->is_constraint)
				set_add(&wanted, req->requirement.key);
			l->list[l->count++] = *req;
		}
	} while (l->count < before && !r->c->fault);
}

static void compare_wanted(struct reading *r)
{
	struct declared *list = r->wanted.list;

	drop_replaced(r);
	sort_declared(&r->wanted);
	for (size_t i = 0, n; i < r->wanted.count; i += n) {
		for (n = 1; i + n < r->wanted.count &&
			    streq(list[i].requirement.key, list[i + n].requirement.key);)
			n++;
		compare_name(r, &list[i], n);
	}
}

/* ---- files ------------------------------------------------------------------------ */

/* Read the file PATH, and for a lock file the project's beside it, and compare. */
static void read_declared(struct comparison *c, const char *path, struct chosen *extras,
			  struct chosen *groups)
{
	const struct manifest *own = c->project.manifest, *manifest;
	const char *dir = own ? c->project.dir : path_parent(path), *project;
	struct reading r = { .c = c, .path = path, .extras = extras, .groups = groups };

	manifest = own ? own : manifest_of(path);
	project = path_join(dir, manifest_project_file(manifest));
	r.is_lock = manifest->is_lock;
	marker_env_of(c->venv, &c->dists->library, &r.env);
	if (r.is_lock && file_exists(project) > 0)
		reading_set_project(&r, reading_open(&r, project, true));
	if (manifest->format != LINES)
		r.document = reading_open(&r, path, manifest->format == TOML);
	if (!r.is_lock) {
		reading_set_project(&r, r.document);
		nodes_of_dists(&r);
	}
	if (c->fault)
		return;
	manifest->read(&r);
	queue_follow(&r);
	if (c->fault)
		return;
	compare_wanted(&r);
	if (!r.project_root)
		return;
	if (manifest->queue)
		compare_unlocked(&r, manifest);
	compare_python(&r, manifest->tool);
	compare_own(&r, manifest);
}

/*
 * The key of the distribution with the file PATH, by the name of its directory; NULL: unknown.
 */
static const char *key_of_file(const char *path)
{
	const char *name = path_base(path);

	if (!ends_with(name, ".dist-info") && !ends_with(name, ".egg-info"))
		name = path_base(path_parent(path));
	if (!ends_with(name, ".dist-info") && !ends_with(name, ".egg-info"))
		return NULL;
	return requirement_key(mem_dup(name, dist_entry_name_len(name)));
}

/*
 * Note the distributions that could not be read: an installed package might seem to be missing. Set
 * the fault if it is not known which.
 */
static void check_dists(struct comparison *c)
{
	for (size_t i = 0; i < c->dists->problem_count; i++) {
		const char *key = key_of_file(c->dists->problems[i].path);

		if (!c->dists->problems[i].fatal)
			continue;
		if (key && !c->bounded)
			set_add(&c->unread, key);
		else
			declared_fault(c, "'%s' %s", shown(c->dists->problems[i].path),
				       c->dists->problems[i].text);
	}
}

void declared_compare(struct comparison *c)
{
	struct chosen extras = chosen_names(&c->extras), groups = chosen_names(&c->groups);
	const struct project *p = &c->project;

	if (!c->bounded)
		c->most = DECLARED_MAX;
	check_dists(c);
	if (!c->files.count && p->fault)
		c->fault = p->fault;
	if (!c->files.count && p->manifest && p->manifest->file->is_compared)
		strings_add(&c->files, p->file);
	for (size_t i = 0; i < c->files.count && !c->fault; i++)
		read_declared(c, c->files.list[i], &extras, &groups);
	if (!c->files.count)
		return;
	c->file = path_relative(c->files.list[0], p->root);
	check_chosen(c, &extras, "extra");
	check_chosen(c, &groups, "group");
	drop_duplicates(&c->differences);
	drop_duplicates(&c->unjudged);
}

/* ---- words ------------------------------------------------------------------------ */

bool declared_is_different(const struct comparison *c)
{
	return c->differences.count || c->python;
}

/* The name of the file that has all of L, the differences of C; else of the first that was read. */
static const char *file_of(const struct comparison *c, const struct declared_list *l)
{
	for (size_t i = 0; i < l->count; i++)
		if (!streq(l->list[i].document->name, l->list[0].document->name))
			return c->file;
	return l->count ? l->list[0].document->name : c->file;
}

const char *declared_summary(const struct comparison *c)
{
	const struct declared_list *l = &c->differences;
	const char *packages = counted(l->count, "package differs", "packages differ"), *python;

	packages = formatted("%s from %s", packages, shown(file_of(c, l)));
	if (!c->python)
		return packages;
	python = formatted("Python is %s, and %s asks for %s", shown(c->venv->cfg.version),
			   shown(c->python->document->name),
			   shown(c->python->requirement.specifiers));
	return l->count ? joined(python, ", and ", packages) : python;
}
