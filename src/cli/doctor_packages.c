/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is installed, and whether that goes together. */
#include "cli/doctor_parts.h"
#include "cli/grep.h"
#include "cli/msg.h"
#include "cli/unmet.h"
#include "core/hint.h"
#include "core/path.h"

#include "core/banned.h"

void doctor_mend_by_pip(const struct patient *patient, struct finding *f,
			const char *options, const char *what)
{
	struct buf install = BUF_INIT;

	if (!dists_find(patient->dists, "pip"))
		return;
	buf_putl(&install, " -m pip install ", options);
	FINDING_MEND(f, "", venv_python(patient->venv), install.data, what);
}

/* pyvenv.cfg has a line for uv. */
static bool is_by_uv(const struct venv *venv)
{
	struct text text;

	return !file_slurp(path_join(venv->path, "pyvenv.cfg"), FILE_MAX,
			   &text) &&
	       grep_line(text.data, "^uv[[:blank:]]*=");
}

void doctor_pip(const struct patient *patient)
{
	const struct venv *venv = patient->venv;
	struct buf upgrade = BUF_INIT;
	struct finding *f;

	if (venv->health != HEALTHY || streq(venv->bin, "Scripts") ||
	    dists_find(patient->dists, "pip"))
		return;
	f = findings_add(patient->findings, "no-pip", "pip",
			 is_by_uv(venv) ?
				 "pip is not in it, as uv leaves it out: type "
				 "'uv pip install' for 'pip install', which "
				 "installs elsewhere" :
				 "pip is not in it: 'pip install' installs "
				 "elsewhere");
	f->harmless = true;
	buf_putl(&upgrade, hint_mending(venv), " ");
	FINDING_MEND(f, upgrade.data, venv->path);
}

/* As pip would be told to install it: no marker, which holds. */
static const char *without_marker(const char *requirement)
{
	struct requirement r;

	if (requirement_parse(requirement, &r))
		return requirement;
	r.marker = NULL;
	return requirement_text(&r);
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

void doctor_needs(const struct patient *patient)
{
	struct marker_env env;
	struct unmets unmets;

	marker_env_of(patient->venv, &env);
	unmet_find(patient->dists, &env, &unmets);
	for (size_t i = 0; i < unmets.count; i++) {
		const struct unmet *unmet = &unmets.list[i];
		const char *id = !unmet->name ? "no-requirement" :
				 unmet->there ? "conflict" :
						"unmet";
		struct finding *f = findings_say(
			patient->findings, id, unmet->of->name,
			"%s: it may fail", clause(unmet_text(unmet)));

		/* The base's own affairs are not this environment's. */
		f->harmless = !unmet->of->local;
		if (unmet->name)
			doctor_mend_by_pip(patient, f, "",
					   without_marker(unmet->requirement));
	}
}
