/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lookup/defect.h"

#include "core/path.h"
#include "lookup/moved.h"
#include "plan/words.h"
#include "print/msg.h"
#include "print/paste.h"
#include "records/ask.h"

/* git tracks the environment of FOUND, which is on without --tracked: R says so. */
static bool is_tracked(const struct verdict *found, struct reason *r)
{
	const char *why = NULL;

	if (!found->record || (verdict_recorded(found) & BAR_GIT) ||
	    ask_git(found->venv.path, &why) != GIT_TRACKED)
		return false;
	*r = (struct reason){ formatted("%s since you allowed it", why),
			      git_untrack_command(found->venv.path), "ends that" };
	return true;
}

bool defect_of(struct context *ctx, const struct verdict *found, struct reason *r)
{
	const char *path = found->venv.path, *moved = moved_text(path);
	const struct words *words = words_of(found);

	if (found->venv.health == PYTHON_UPGRADED)
		*r = (struct reason){ formatted("'%s': %s", shown(path), found->problem),
				      paste_for(formatted("%s %s", words->next, found->venv.series),
						path),
				      words->does };
	else if (moved)
		*r = (struct reason){ formatted("'%s' was %s, which its scripts still name",
						shown(path), moved),
				      paste_for("avenv repair", path), "mends it" };
	else
		return is_tracked(found, r);
	return true;
}
