/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "finders/finders.h"

#include "core/banned.h"

const struct finder *const finders[] = {
	&find_self,
	&find_dotvenv,
	&find_names,
	&find_scan,
	&find_uv,
	&find_poetry,
	&find_pipenv,
	&find_hatch,
	&find_pdm,
	&find_virtualenvwrapper,
	&find_pyenv_virtualenv,
	NULL,
};
