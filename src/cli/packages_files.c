/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The files of distributions, one a line. */
#include <stdio.h>
#include <unistd.h>

#include "cli/dist_record.h"
#include "cli/packages.h"
#include "print/msg.h"

#include "core/banned.h"

/* FILE may be handed on: what leads out of an environment is nothing to act on. */
static bool is_listed(const struct dist_record *record, const struct dist_file *file)
{
	return file->below || record->sources || !file->of->site->local;
}

/* As it is into a pipe, unless that would be more lines than one. */
static void print_path(const char *path, size_t *left_out)
{
	if (isatty(STDOUT_FILENO))
		puts(shown(path));
	else if (strchr(path, '\n'))
		++*left_out;
	else
		puts(path);
}

static void print_files(const struct dist_record *record)
{
	size_t left_out = 0;

	for (size_t i = 0; i < record->count; i++)
		if (is_listed(record, &record->files[i]))
			print_path(record->files[i].path, &left_out);
	if (left_out)
		note("%s left out, with a newline in the name; '--json' prints "
		     "them",
		     counted(left_out, "file is", "files are"));
}

static void json_files(struct json *j, const struct dist *dist, const struct dist_record *record)
{
	json_object(j, NULL);
	json_text(j, "name", dist->name);
	json_text(j, "version", dist->version);
	json_text(j, "record", record->path);
	json_list(j, "files");
	for (size_t i = 0; i < record->count; i++)
		if (is_listed(record, &record->files[i]))
			json_text(j, NULL, record->files[i].path);
	json_list_end(j);
	json_object_end(j);
}

/* Say why RECORD is not all of DIST.  Returns whether it is. */
static bool complain(const struct dist *dist, const struct dist_record *record)
{
	size_t outside = 0;

	for (size_t i = 0; i < record->count; i++)
		outside += !is_listed(record, &record->files[i]) &&
			   !dist_file_is_bytecode(&record->files[i]);
	if (outside)
		error("'%s' names %s outside of the environment; 'avenv "
		      "packages --verify' lists them",
		      shown(record->path), counted(outside, "file", "files"));
	else if (record->problem)
		error("'%s' %s", shown(record->path), record->problem);
	else if (!record->path)
		error("nothing says which files '%s' consists of: there is no "
		      "RECORD in '%s'",
		      shown(dist->name), shown(dist->path));
	else
		return true;
	return false;
}

int packages_files(const struct packages *p, const struct strings *names)
{
	const struct dist **list;
	size_t count = packages_named(p, names, &list);
	bool good = count == names->count;
	struct json j;

	json_begin(&j);
	json_text(&j, "path", p->venv.path);
	json_list(&j, "packages");
	for (size_t i = 0; i < count; i++) {
		struct dist_record record;

		dist_record_read(&p->venv, list[i], &record);
		good = complain(list[i], &record) && good;
		if (p->json)
			json_files(&j, list[i], &record);
		else
			print_files(&record);
	}
	json_list_end(&j);
	json_object_end(&j);
	if (p->json)
		json_print(&j);
	return good ? EXIT_DONE : EXIT_FAILED;
}
