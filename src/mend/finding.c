/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mend/finding.h"

#include <stdarg.h>
#include <stdio.h>

#include "core/mem.h"
#include "print/msg.h"
#include "print/paste.h"

struct finding *findings_add(struct findings *findings, const char *id, const char *subject,
			     const char *text)
{
	const struct finding finding = { .id = id, .subject = subject, .text = text };

	LIST_ADD(findings, finding);
	return &findings->list[findings->count - 1];
}

struct finding *findings_say(struct findings *findings, const char *id, const char *subject,
			     const char *format, ...)
{
	const char *text;
	va_list args;

	va_start(args, format);
	text = formatted_args(format, args);
	va_end(args);
	return findings_add(findings, id, subject, text);
}

size_t findings_wrong(const struct findings *findings)
{
	size_t wrong = 0;

	for (size_t i = 0; i < findings->count; i++)
		wrong += !findings->list[i].harmless;
	return wrong;
}

/* ---- printing ----------------------------------------------------------------- */

static void print_finding(const struct finding *f)
{
	const char *label = coloured(stdout, f->harmless ? COLOUR_FAINT : COLOUR_RED,
				     f->harmless ? "note " : "wrong");
	const char *command = f->mend ? f->mend : f->first, *purpose = "first ";

	if (f->mend)
		purpose = f->harmless ? "to change that: " : "to fix it: ";
	if (is_set(command))
		command =
			joined("; ", purpose, paste_quoted(coloured(stdout, COLOUR_BOLD, command)));
	printf("  %s  %s\n", label, shell_lines(joined(f->text, command ? command : "")));
}

bool findings_print(const char *title, const struct findings *findings, bool notes)
{
	bool printed = false;

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *f = &findings->list[i];

		if (f->harmless && !notes)
			continue;
		if (!printed)
			printf("%s\n", title);
		printed = true;
		print_finding(f);
	}
	return printed;
}

json_t *findings_json(const struct findings *findings)
{
	json_t *list = json_array();

	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *f = &findings->list[i];
		json_t *object = json_object();

		json_put_text(object, "id", f->id);
		json_put_text(object, "subject", f->subject);
		json_put_text(object, "text", f->text);
		json_put_text(object, "mend", is_set(f->mend) ? f->mend : NULL);
		json_put_text(object, "first", f->mend ? NULL : f->first);
		json_object_set_new(object, "harmless", json_boolean(f->harmless));
		json_array_append_new(list, object);
	}
	return list;
}
