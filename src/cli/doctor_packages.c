/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is installed, and whether that goes together. */
#include "cli/doctor.h"
#include "cli/unmet.h"
#include "cli/unseen.h"
#include "core/mem.h"
#include "core/path.h"
#include "print/msg.h"

#include "core/banned.h"

/* What is not vouched for, and what cannot work, is not to be started. */
static bool may_be_started(const struct patient *patient)
{
	static const char *const ids[] = { "base-gone", "base-missing",  "minor-mismatch",
					   "link",      "copy",          "script",
					   "wrapper",   "not-executable" };

	for (size_t i = 0; i < patient->findings->count; i++)
		for (size_t k = 0; k < ARRAY_SIZE(ids); k++)
			if (streq(patient->findings->list[i].id, ids[k]))
				return false;
	return patient->found->outcome == FIND_ENV;
}

bool doctor_has_pip(const struct patient *patient)
{
	return dists_find(patient->dists, "pip") && may_be_started(patient);
}

void doctor_mend_by_pip(const struct patient *patient, struct finding *f, const char *options,
			const char *what)
{
	struct buf install = BUF_INIT;

	if (!doctor_has_pip(patient))
		return;
	buf_putl(&install, " -m pip install ", options);
	FINDING_MEND(f, "", venv_python(patient->venv), install.data, what);
}

void doctor_pip(const struct patient *patient)
{
	const struct venv *venv = patient->venv;
	bool by_uv = venv->cfg.maker && streq(venv->cfg.maker, "uv");
	struct finding *f;

	if (venv->health != HEALTHY || streq(venv->bin, "Scripts") ||
	    dists_find(patient->dists, "pip"))
		return;
	f = findings_add(patient->findings, "no-pip", "pip",
			 by_uv ? "pip is not in it, as uv leaves it out: type "
				 "'uv pip install' for 'pip install', which "
				 "installs elsewhere" :
				 "pip is not in it: 'pip install' installs "
				 "elsewhere");
	f->harmless = true;
	/* It changes neither pyvenv.cfg nor what Python is started. */
	if (may_be_started(patient))
		FINDING_MEND(f, "", venv_python(venv), " -m ensurepip --default-pip");
}

/* As a clause: without the full stop. */
static const char *clause(const char *sentence)
{
	struct buf b = BUF_INIT;

	buf_puts(&b, shown(sentence));
	if (b.len && b.data[b.len - 1] == '.')
		buf_cut(&b, b.len - 1);
	return b.data;
}

enum {
	/** who requires something, in one line */
	REQUIRERS_MAX = 8,
};

/** All that is not met of one package, which is missing or does not match. */
struct lack {
	const struct unmet **list;
	size_t count, room;
};

/* "a 1.0", "a 1.0 (b>=2)": who says so, and what does not match. */
static const char *requirer(const struct unmet *unmet)
{
	struct buf b = BUF_INIT;

	buf_putl(&b, unmet->of->key, " ", unmet->of->version);
	if (unmet->there)
		buf_putl(&b, " (", unmet->requirement, ")");
	return b.data;
}

/* "a 1.0 and b 2.0", "a 1.0, b 2.0 and 3 others". */
static const char *requirers(const struct lack *lack)
{
	const char **names = mem_array(lack->count, sizeof(*names));
	size_t count = 0, listed;
	struct buf b = BUF_INIT;

	for (size_t i = 0; i < lack->count; i++) {
		const char *name = requirer(lack->list[i]);

		/* By two markers or extras. */
		if (!count || !streq(name, names[count - 1]))
			names[count++] = name;
	}
	listed = count < REQUIRERS_MAX ? count : REQUIRERS_MAX;
	for (size_t i = 0; i < listed; i++)
		buf_putl(&b, !i ? "" : i + 1 == count ? " and " : ", ", names[i]);
	if (count > listed)
		buf_putl(&b, " and ", counted(count - listed, "other", "others"));
	return b.data;
}

static const char *lack_text(const struct lack *lack)
{
	const struct unmet *first = lack->list[0];
	struct buf b = BUF_INIT;

	if (lack->count == 1)
		buf_puts(&b, clause(unmet_text(first)));
	else if (first->there)
		buf_putl(&b, shown(first->there->key), " ", shown(first->there->version),
			 " does not do for ", shown(requirers(lack)));
	else
		buf_putl(&b, shown(first->name), " is not installed, but required by ",
			 shown(requirers(lack)));
	buf_puts(&b, lack->count == 1 ? ": it may fail" : ": what requires it may fail");
	return b.data;
}

/*
 * What pip is to install so that all are met: what any of them says, but for
 * markers, which hold.
 */
static const char *wanted(const struct lack *lack)
{
	struct requirement all = { .name = lack->list[0]->name }, r;
	const char **extras = NULL;
	size_t count = 0, room = 0;
	struct buf specifiers = BUF_INIT;

	for (size_t i = 0; i < lack->count; i++) {
		if (requirement_parse(lack->list[i]->requirement, &r))
			continue;
		for (size_t k = 0; r.extras[k]; k++) {
			extras = mem_grow(extras, count, &room, sizeof(*extras));
			extras[count++] = r.extras[k];
		}
		all.url = r.url ? r.url : all.url;
		buf_putl(&specifiers, specifiers.len && *r.specifiers ? "," : "", r.specifiers);
	}
	extras = mem_grow(extras, count, &room, sizeof(*extras));
	extras[count] = NULL;
	all.extras = extras;
	all.specifiers = all.url ? "" : specifiers.data;
	return requirement_text(&all);
}

static void tell_lack(const struct patient *patient, const struct lack *lack)
{
	const struct unmet *first = lack->list[0];
	const char *id = first->there ? "conflict" : "unmet";
	struct finding *f = findings_add(patient->findings, id, first->name, lack_text(lack));

	/* The base's own affairs are not this environment's. */
	f->harmless = true;
	for (size_t i = 0; i < lack->count; i++)
		if (lack->list[i]->of->local)
			f->harmless = false;
	doctor_mend_by_pip(patient, f, "", wanted(lack));
}

/* That of UNMETS from START on; nothing, where one before spoke of it. */
static void find_lack(const struct unmets *unmets, size_t start, struct lack *lack)
{
	const char *name = unmets->list[start].name;

	for (size_t i = 0; i < unmets->count; i++) {
		const struct unmet *unmet = &unmets->list[i];

		if (!unmet->name || !streq(unmet->name, name))
			continue;
		if (i < start)
			return;
		lack->list = mem_grow(lack->list, lack->count, &lack->room,
				      sizeof(const struct unmet *));
		lack->list[lack->count++] = unmet;
	}
}

static void tell_no_requirement(const struct patient *patient, const struct unmet *unmet)
{
	findings_say(patient->findings, "no-requirement", unmet->of->name, "%s: it may fail",
		     clause(unmet_text(unmet)))
		->harmless = !unmet->of->local;
}

void doctor_needs(const struct patient *patient)
{
	struct marker_env env;
	struct unmets unmets;

	unseen_begin();
	marker_env_of(patient->venv, &env);
	unmet_find(patient->dists, &env, &unmets);
	if (unseen_text())
		findings_add(patient->findings, "unseen", unseen_path(), unseen_text());
	for (size_t i = 0; i < unmets.count; i++) {
		struct lack lack = { 0 };

		if (!unmets.list[i].name) {
			tell_no_requirement(patient, &unmets.list[i]);
			continue;
		}
		find_lack(&unmets, i, &lack);
		if (lack.count)
			tell_lack(patient, &lack);
	}
}
