/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words that a terminal shows, and that are pasted there. */
#include "core/path.h"
#include "shell/shell.h"

#include "core/banned.h"

static bool is_printable(const char *text)
{
	size_t len = 1;

	for (; *text && len; text += len)
		len = path_utf8_len(text);
	return len > 0;
}

/* The byte C, as fish takes it outside of '…', which has no such escapes. */
static void put_fish_byte(struct buf *b, char c)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char byte = (unsigned char)c;

	buf_puts(b, "'\\X");
	buf_putc(b, digits[byte >> 4]);
	buf_putc(b, digits[byte & 0xF]);
	buf_putc(b, '\'');
}

void shell_escape(const struct shell *shell, struct buf *b, const char *text)
{
	bool fish = shell == &shell_fish;

	if (is_printable(text)) {
		shell->quote(b, text);
		return;
	}
	buf_puts(b, fish ? "'" : "$'");
	while (*text) {
		size_t len = path_utf8_len(text);

		if (*text == '\\' || *text == '\'')
			buf_putc(b, '\\');
		if (!len && fish)
			put_fish_byte(b, *text);
		else if (!len)
			buf_put_octal(b, *text);
		else
			buf_put(b, text, len);
		text += len ? len : 1;
	}
	buf_putc(b, '\'');
}
