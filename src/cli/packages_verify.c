/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files are not as they were installed, and which nobody installed. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cli/dist_record.h"
#include "cli/packages.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"
#include "system/files.h"

#include "core/banned.h"

/** What is found is said as it is found. */
struct verification {
	const struct packages *p;
	struct json j;
	/** files that were looked at */
	size_t files;
	/** that nobody owns and that were not said */
	size_t more;
	/** something is not as it should be; is worth saying at least */
	bool wrong, said;
};

/* STATE is one word; NAME, of a distribution, and WHY may be NULL. */
static void say(struct verification *v, const char *state, const char *path, const char *name,
		const char *why)
{
	v->said = true;
	if (v->p->json) {
		json_object(&v->j, NULL);
		json_text(&v->j, "state", state);
		json_text(&v->j, "path", path);
		json_text(&v->j, "name", name);
		json_text(&v->j, "why", why);
		json_object_end(&v->j);
		return;
	}
	printf("%-9s  %s", state, shown(path));
	if (name)
		printf(" (%s%s%s)", shown(name), why ? " " : "", why ? why : "");
	putchar('\n');
}

/* How a state is called; whether that is wrong, and whether it needs a reason. */
static const struct {
	const char *word;
	bool wrong, because;
} states[] = {
	[DIST_FILE_WEAK] = { "weak", false, true },
	[DIST_FILE_CHANGED] = { "changed", true, true },
	[DIST_FILE_MISSING] = { "missing", true, false },
	[DIST_FILE_OUTSIDE] = { "outside", true, false },
	[DIST_FILE_UNREADABLE] = { "unread", true, true },
};

static int by_path(const void *a, const void *b)
{
	const struct dist_file *x = a, *y = b;

	return strcmp(x->path, y->path);
}

static void verify_file(struct verification *v, struct dist_look *look,
			const struct dist_file *file)
{
	enum dist_file_state state = dist_file_look(look, file);

	/* A hash that nobody here knows is worth a word; none at all is not. */
	if (state == DIST_FILE_UNKNOWN && *file->hash)
		say(v, "unchecked", file->path, file->of->name, look->why);
	else if (states[state].word)
		say(v, states[state].word, file->path, file->of->name,
		    states[state].because ? look->why : NULL);
	v->wrong = v->wrong || states[state].wrong;
}

/* What is the matter with a RECORD as a whole. */
static void verify_record(struct verification *v, const struct dist *dist,
			  const struct dist_record *record)
{
	if (record->problem)
		say(v, "unlisted", record->path, dist->name, record->problem);
	else if (!record->path || record->sources)
		say(v, "unlisted", dist->path, dist->name, "has no list of its files");
	else
		return;
	/* Of the older kinds some never had one. */
	v->wrong = v->wrong || record->problem || dist->form == DIST_INFO;
}

static void verify_dist(struct verification *v, struct dist_look *look, const struct dist *dist,
			struct dist_record *record)
{
	verify_record(v, dist, record);
	if (record->count)
		qsort(record->files, record->count, sizeof(*record->files), by_path);
	for (size_t i = 0; !record->sources && i < record->count; i++) {
		const struct dist_file *f = &record->files[i];

		/* A row that stands there twice is looked at once. */
		if (i && streq(f->path, f[-1].path) && streq(f->hash, f[-1].hash) &&
		    streq(f->size, f[-1].size))
			continue;
		verify_file(v, look, f);
		v->files++;
	}
}

static int verify_all(struct verification *v, struct dist_look *look)
{
	const struct packages *p = v->p;
	struct dist_unowned unowned;
	struct dist_owners owners;

	dist_owners_read(&p->venv, &p->dists, &owners);
	if (dist_unowned_find(&p->venv, &p->dists, &owners, &unowned))
		return error_errno("cannot search '%s'", shown(p->venv.path));
	for (size_t i = 0; i < p->dists.count; i++)
		if (p->dists.list[i].site->local)
			verify_dist(v, look, &p->dists.list[i], &owners.records[i]);
	for (size_t i = 0; i < unowned.files.count; i++)
		say(v, "unowned", path_join(p->venv.path, unowned.files.list[i]), NULL, NULL);
	v->more = unowned.more;
	return 0;
}

static int verify_named(struct verification *v, struct dist_look *look, const struct strings *names)
{
	const struct dist **list;
	size_t count = packages_named(v->p, names, &list);
	int ret = count == names->count ? 0 : -1;

	for (size_t i = 0; i < count; i++) {
		struct dist_record record;

		if (!list[i]->site->local) {
			ret = error("'%s' is outside of the environment, in "
				    "'%s': it is not looked at",
				    shown(list[i]->name), shown(list[i]->site->path));
			continue;
		}
		dist_record_read(&v->p->venv, list[i], &record);
		verify_dist(v, look, list[i], &record);
	}
	return ret;
}

/* ALL: of all that is installed, and nothing else is there. */
static void all_well(const struct verification *v, bool all)
{
	note("%s in '%s': all as installed%s", counted(v->files, "file", "files"),
	     shown(v->p->venv.path), all ? ", and no others" : "");
}

static void end(struct verification *v, bool ok)
{
	if (v->p->json) {
		json_list_end(&v->j);
		json_bool(&v->j, "ok", ok);
		json_number(&v->j, "files", (long long)v->files);
		json_number(&v->j, "more", (long long)v->more);
		json_object_end(&v->j);
		json_print(&v->j);
	} else if (v->more) {
		note("and %s that nobody owns", counted(v->more, "more file", "more files"));
	}
}

int packages_verify(const struct packages *p, const struct strings *names)
{
	struct verification v = { .p = p };
	struct dist_look look;
	int root = files_open_dir(AT_FDCWD, p->venv.path), ret;

	if (root < 0) {
		error_errno("cannot open '%s'", shown(p->venv.path));
		return EXIT_FAILED;
	}
	json_begin(&v.j);
	json_text(&v.j, "path", p->venv.path);
	json_list(&v.j, "findings");
	unseen_begin();
	dist_look_start(&look, root);
	ret = names->count ? verify_named(&v, &look, names) : verify_all(&v, &look);
	dist_look_end(&look);
	close(root);
	if (ret && !names->count)
		return EXIT_FAILED;
	if (unseen_text())
		ret = error("%s", unseen_text());
	/* Of what was not found, as was said, nothing was compared. */
	else if (dists_fatal(&p->dists))
		ret = -1;
	end(&v, !ret && !v.wrong);
	if (!ret && !v.said && !p->json)
		all_well(&v, !names->count);
	return ret || v.wrong ? EXIT_FAILED : EXIT_DONE;
}
