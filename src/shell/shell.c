/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shell/shell.h"

#include "core/path.h"

#include "core/banned.h"

const struct shell *const shells[] = { &shell_bash, &shell_zsh, &shell_fish, NULL };

const struct shell *shell_find(const char *name)
{
	name = path_base(name);
	if (*name == '-')
		name++;
	for (const struct shell *const *s = shells; *s; s++)
		if (streq(name, (*s)->name))
			return *s;
	return NULL;
}

void shell_words(struct buf *b, void (*quote)(struct buf *b, const char *text),
		 const char *const *words)
{
	for (; *words; words++) {
		buf_putc(b, ' ');
		quote(b, *words);
	}
}

const char *shell_verb(const struct plan *plan)
{
	switch (plan->action) {
	case DO_NOTHING:
		break;
	case DO_ACTIVATE:
	case DO_SWITCH:
	case DO_REPAIR:
	case DO_ADOPT:
		return "_avenv_set";
	case DO_DEACTIVATE:
	case DO_CLEAN:
		return "_avenv_clear";
	case DO_RENOUNCE:
		return "_avenv_theirs";
	case DO_LEND:
		return "_avenv_lend";
	}
	return NULL;
}

const char *shell_present(const struct plan *plan)
{
	if (plan->watch.blind)
		return "";
	return plan->watch.present ? plan->watch.present : "/";
}

void shell_state(struct buf *b, const struct session *session, const struct plan *plan,
		 void (*assign)(struct buf *b, const char *name, const char *value))
{
	const char *const fields[][3] = {
		{ "_avenv_project", session->project, plan->project },
		{ "_avenv_mutes", session->mutes, plan->mutes },
		{ "_avenv_told", session->told, plan->told },
		{ "_avenv_born", session->inherited, plan->inherited },
		{ "_avenv_learn", NULL, plan->learn },
	};
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		const char *old = fields[i][1] ? fields[i][1] : "";
		const char *new = fields[i][2] ? fields[i][2] : "";

		if (!streq(old, new))
			assign(b, fields[i][0], new);
	}
	/* What a startup file does is all before the first look. */
	if (session->fresh && session->prompt)
		assign(b, "_avenv_fresh", "");
	/* What the hook asked for once has been done. */
	if (session->unmute || session->yes || session->renamed)
		assign(b, "_avenv_ask", "");
	if (plan->message)
		buf_putl(&text, "avenv: ", plan->message);
	if (plan->message || session->unsaid)
		assign(b, "_avenv_msg", text.data);
}
