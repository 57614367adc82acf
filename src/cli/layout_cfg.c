/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of pyvenv.cfg, as EnvBuilder.create_configuration() writes it. */
#include <stdio.h>

#include "cli/layout.h"
#include "core/cwd.h"
#include "core/path.h"

#include "core/banned.h"

/*
 * What str.isprintable() says no to beyond ASCII: categories Cc, Cf, Co, Zl, Zp
 * and Zs.  What Unicode has not assigned yet differs from one Python to the
 * next and counts as printable here.
 */
static const struct {
	uint32_t first, last;
} unprintable[] = {
	{ 0x7F, 0xA0 },        { 0xAD, 0xAD },       { 0x600, 0x605 },     { 0x61C, 0x61C },
	{ 0x6DD, 0x6DD },      { 0x70F, 0x70F },     { 0x890, 0x891 },     { 0x8E2, 0x8E2 },
	{ 0x1680, 0x1680 },    { 0x180E, 0x180E },   { 0x2000, 0x200F },   { 0x2028, 0x202F },
	{ 0x205F, 0x206F },    { 0x3000, 0x3000 },   { 0xD800, 0xF8FF },   { 0xFEFF, 0xFEFF },
	{ 0xFFF0, 0xFFFB },    { 0xFFFE, 0xFFFF },   { 0x110BD, 0x110BD }, { 0x110CD, 0x110CD },
	{ 0x13430, 0x1343F },  { 0x1BCA0, 0x1BCA3 }, { 0x1D173, 0x1D17A }, { 0xE0000, 0xE0FFF },
	{ 0xF0000, 0x10FFFF },
};

static bool is_printable(uint32_t c)
{
	if (c < ' ')
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(unprintable); i++)
		if (c >= unprintable[i].first && c <= unprintable[i].last)
			return false;
	return true;
}

static void put_escaped(struct buf *out, uint32_t c)
{
	char text[sizeof("\\U0010ffff")];

	if (c == '\t' || c == '\n' || c == '\r')
		snprintf(text, sizeof(text), "\\%c", c == '\t' ? 't' : (c == '\n' ? 'n' : 'r'));
	else if (c <= 0xFF)
		snprintf(text, sizeof(text), "\\x%02x", (unsigned)c);
	else if (c <= 0xFFFF)
		snprintf(text, sizeof(text), "\\u%04x", (unsigned)c);
	else
		snprintf(text, sizeof(text), "\\U%08x", (unsigned)c);
	buf_puts(out, text);
}

/* Python's repr() of TEXT. */
static void put_repr(struct buf *out, const char *text)
{
	char quote = strchr(text, '\'') && !strchr(text, '"') ? '"' : '\'';
	uint32_t c;
	size_t n;

	buf_putc(out, quote);
	for (; *text; text += n) {
		n = path_utf8_decode(text, &c);
		if (!n) {
			n = 1;
			c = (unsigned char)*text;
		}
		if (*text == quote || *text == '\\')
			buf_putc(out, '\\');
		if (is_printable(c))
			buf_put(out, text, n);
		else
			put_escaped(out, c);
	}
	buf_putc(out, quote);
}

const char *layout_prompt(const struct python *python, const char *prompt)
{
	const char *cwd;

	if (!prompt || !streq(prompt, ".") || !layout_since(python, 9))
		return prompt;
	cwd = cwd_physical();
	return cwd ? path_base(cwd) : prompt;
}

/* The flags in the order of `python -m venv`, whichever was typed. */
static void put_command(const struct layout *layout, struct buf *out)
{
	const struct {
		bool given;
		const char *flag;
	} flags[] = {
		{ layout->copies, " --copies" },
		{ !layout->with_pip, " --without-pip" },
		{ layout->system_site, " --system-site-packages" },
		{ layout->clear, " --clear" },
		{ layout->upgrade, " --upgrade" },
		{ layout->upgrade_deps, " --upgrade-deps" },
	};

	buf_putl(out, "command = ", layout->python->path, " -m venv");
	for (size_t i = 0; i < ARRAY_SIZE(flags); i++)
		buf_puts(out, flags[i].given ? flags[i].flag : "");
	if (layout->prompt)
		buf_putl(out, " --prompt=\"", layout->prompt, "\"");
	if (layout_since(layout->python, 13) && !layout->scm_ignore)
		buf_puts(out, " --without-scm-ignore-files");
	buf_putl(out, " ", layout->target, "\n");
}

void layout_cfg(const struct layout *layout, struct buf *out)
{
	const struct python *python = layout->python;

	buf_putl(out, "home = ", python->home,
		 "\ninclude-system-site-packages = ", layout->system_site ? "true" : "false",
		 "\nversion = ", python->version, "\n");
	if (layout->prompt && layout_since(python, 8)) {
		buf_puts(out, "prompt = ");
		put_repr(out, layout_prompt(python, layout->prompt));
		buf_putc(out, '\n');
	}
	if (layout_since(python, 11)) {
		buf_putl(out, "executable = ", python->real, "\n");
		put_command(layout, out);
	}
}
