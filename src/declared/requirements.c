/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Requirements files, as pip reads them:
 * https://pip.pypa.io/en/stable/reference/requirements-file-format/
 *
 *   -r base.txt
 *   -c limits.txt
 *   flask[async] >= 3 ; python_version > "3.8"
 *   -e ./lib[dev]
 *   https://example.com/w-2.0-py3-none-any.whl
 */
#include <stdlib.h>

#include "core/mem.h"
#include "core/path.h"
#include "declared/lines.h"
#include "declared/reading.h"
#include "installed/origin.h"
#include "print/msg.h"

enum {
	/** files that a requirements file may include, and these in turn */
	INCLUDES_MAX = 1000,
};

/** why a line is unsure that pip refuses */
static const char no_requirement[] = "it is no requirement of pip's";

/** A requirements file */
struct lines {
	struct reading *r;
	const char *path;
	const struct document *document;
	/** numbers, from 1, of the line that is read and of the following one */
	size_t line, next;
	/** the file was given with -c: its lines are constraints */
	bool constraints;
};

/* ---- requirements ----------------------------------------------------------------- */

static struct declared declared_here(const struct lines *l, const char *name)
{
	struct declared req = declared_at(l->r, NULL, name);

	req.document = l->document;
	req.line = l->line;
	return req;
}

/*
 * "==VERSION" of R->document, the project NAME; "": any version, as for one installed for editing.
 */
static const char *copied_version(const struct reading *r, const char *name)
{
	const struct dist *installed = dists_find(r->c->dists, name);
	const char *version = toml_string_at(r->document->root, "project.version");

	return version && !(installed && installed->editable) ? joined("==", version) : "";
}

/*
 * Add the project in DIR to R->wanted, and the requirements in its pyproject.toml, with EXTRAS, to
 * the queue. Returns false if that file does not name the project.
 */
static bool queue_tree(const struct lines *l, const char *dir, const struct strings *extras)
{
	const char *path = path_join(dir, "pyproject.toml"), *name = NULL;
	struct reading *r = l->r;
	struct declared req;

	if (file_exists(path) > 0)
		r->document = reading_open(r, path, true);
	if (r->document)
		name = toml_string_at(r->document->root, "project.name");
	if (name) {
		req = declared_here(l, name);
		req.local = true;
		req.requirement.specifiers = copied_version(r, name);
		/* pyproject.toml may be newer than the metadata of the installed project. */
		declare_in(r, &r->wanted, req, NULL);
		queue_project(r, extras);
	}
	r->document = NULL;
	return name;
}

/*
 * Add the project in the directory that TEXT names: "./lib[dev]" or "file:///src/lib". A path is
 * relative to the directory in which pip runs.
 */
static void queue_dir(const struct lines *l, const char *text)
{
	const char *name = starts_with(text, "file:") ? text + strlen("file:") : text;
	const char *path = path_join(l->r->c->project.root, url_path(text) ? url_path(text) : name);
	const char *bracket = strrchr(path, '[');
	struct declared req = declared_here(l, "");
	const struct dist *installed;

	if (bracket && !requirement_parse(joined("x", bracket), &req.requirement))
		path = mem_dup(path, (size_t)(bracket - path));
	path = path_clean(path);
	if (queue_tree(l, path, &req.requirement.extras))
		return;
	if (!reading_goes_on(l->r, l->r->c->dists->count))
		return;
	installed = installed_from(l->r->c->dists, path);
	if (!installed) {
		declare_unsure(l->r, declared_here(l, name), "only a build tells its name");
		return;
	}
	req.requirement.name = installed->name;
	req.requirement.key = installed->key;
	req.local = true;
	declare_queued(l->r, req);
}

/*
 * Add the requirement TEXT, a URL or a path. The package's name is in the name of the wheel, in the
 * fragment ("#egg=a"), or in the pyproject.toml of the directory.
 */
static void queue_target(const struct lines *l, const char *text)
{
	const char *marker = strstr(text, strstr(text, "://") ? "; " : ";");
	const char *named, *egg;
	struct declared req = declared_here(l, "");

	req.requirement.marker = marker ? marker + 1 : NULL;
	if (!declared_applies(l->r, &req, ""))
		return;
	text = mem_stripped(text, marker ? marker : text + strlen(text));
	named = wheel_requirement(text);
	egg = strstr(text, "egg=");
	if (egg && !named)
		named = mem_dup(egg + strlen("egg="), strcspn(egg + strlen("egg="), "& ;"));
	if (req.unsure) {
		declare_unsure(l->r, declared_here(l, text), req.unsure);
		return;
	}
	if (!named || requirement_parse(named, &req.requirement)) {
		queue_dir(l, text);
		return;
	}
	req.requirement.url = text;
	declare_queued(l->r, req);
}

/* Add the requirement TEXT, which has no options. */
static void queue_requirement(const struct lines *l, const char *text)
{
	struct declared req = declared_here(l, "");
	bool is_wheel = wheel_requirement(text);
	bool parsed = !is_wheel && !requirement_parse(text, &req.requirement);
	/* pip takes a name alone for a file in the working directory: "dd-1.0.tar.gz". */
	bool is_file = parsed ? lines_is_archive(req.requirement.name) &&
					!*req.requirement.specifiers && !req.requirement.url :
				is_wheel || strchr(text, '/') || text[0] == '.';

	parsed = parsed && !is_file;
	req.is_constraint = l->constraints;
	if (parsed && l->constraints)
		declare_in(l->r, &l->r->wanted, req, NULL);
	else if (parsed)
		declare_queued(l->r, req);
	else if (l->constraints)
		return;
	else if (is_file)
		queue_target(l, text);
	else
		declare_unsure(l->r, declared_here(l, text), no_requirement);
}

static void read_lines(struct reading *r, const char *path, bool constraints);

static void queue_line(const struct lines *l, const char *text)
{
	const struct line line = lines_parse(text);
	const char *file = line.file;

	if (line.editable && !l->constraints)
		queue_target(l, line.editable);
	else if (line.unknown && !line.editable)
		declare_unsure(l->r, declared_here(l, text), "avenv does not know its options");
	else if (file && strstr(file, "://"))
		declare_unsure(l->r, declared_here(l, file), "it would have to be downloaded");
	else if (file)
		/* For pip, -r in a file of constraints includes requirements. */
		read_lines(l->r, path_join(path_parent(l->path), file), line.constraints);
	else if (line.requirement)
		queue_requirement(l, line.requirement);
}

/* Read the file PATH, as CONSTRAINTS or not, unless it was read so before. */
static void read_lines(struct reading *r, const char *path, bool constraints)
{
	struct lines l = {
		.r = r, .path = path_clean(path), .constraints = constraints, .next = 1
	};
	const char *key = joined(constraints ? "c" : "r", l.path), *s;

	if (!set_add(&r->files_read, key))
		return;
	if (r->files_read.strings.count > INCLUDES_MAX)
		declared_fault(r->c, "'%s' is one of more than %d files that include each other",
			       shown(path), INCLUDES_MAX);
	l.document = reading_open(r, l.path, false);
	s = l.document ? lines_text(l.document->data, l.document->len) : "";
	if (!s)
		declared_fault(r->c, "'%s' is not in UTF-8, as one of its comments says",
			       shown(l.document->name));
	while (s && *s && reading_goes_on(r, LINE_WORK)) {
		l.line = l.next;
		queue_line(&l, lines_with_variables(lines_uncomment(lines_take(&s, &l.next))));
	}
}

/* Set the fault if nothing in the files can be compared, and pip refuses a line. */
static void refuse_other_text(const struct reading *r)
{
	const struct declared_list *unsure = &r->queue[UNSURE];

	if (r->queue[CERTAIN].count || r->wanted.count)
		return;
	for (size_t i = 0; i < unsure->count; i++) {
		const struct declared *req = &unsure->list[i];

		if (req->unsure == no_requirement)
			declared_fault(r->c,
				       "'%s' has no line that can be compared, and line %zu is no "
				       "requirement of pip's",
				       shown(req->document->name), req->line);
	}
}

/* The files in PIP_CONSTRAINT, which blanks separate, count for pip like -c in each file. */
void read_requirements(struct reading *r)
{
	const char *files = getenv("PIP_CONSTRAINT");

	read_lines(r, r->path, false);
	refuse_other_text(r);
	while (files && *(files += strspn(files, " "))) {
		size_t len = strcspn(files, " ");
		const char *file = mem_dup(files, len);

		if (!strstr(file, "://"))
			read_lines(r, path_join(r->c->project.root, file), true);
		files += len;
	}
}

const struct manifest manifest_requirements = {
	.file = &file_requirements,
	.read = read_requirements,
	.format = LINES,
};
