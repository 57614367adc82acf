/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Activation scripts for sh, csh and fish.  Older templates had the path raw
 * between double quotes, later ones have it as shlex.quote() spells it, so what
 * has to be written depends on the quotes around it.
 */
#include <ctype.h>

#include "cli/layout.h"
#include "cli/relocate.h"

#include "core/banned.h"

enum quotes {
	BARE,
	SINGLE,
	DOUBLE,
};

/** A text in the spellings that a script may have of it. */
struct word {
	const char *raw;
	/** between single quotes, up to a NULL; the first is how it is written */
	const char *single[5];
	/** needs no quotes */
	bool plain;
	/** means itself between double quotes */
	bool harmless;
};

enum dialect {
	SH,
	CSH,
	FISH,
};

/** What is written between single quotes for what may mean something there. */
struct spelling {
	const char *quote, *backslash, *bang;
};

// clang-format off
/*
 * Up to one without a quote; the first is how it is written.  csh expands history
 * and fish takes backslashes there, which venv has not thought of; virtualenv puts
 * both outside.
 */
static const struct spelling spellings[][5] = {
	[SH]   = { { "'\"'\"'", "\\", "!" }, { "'\\''", "\\", "!" } },
	[CSH]  = { { "'\"'\"'", "'\\\\'", "'\\!'" }, { "'\"'\"'", "\\", "!" },
		   { "'\"'\"'", "\\", "'\\!'" }, { "'\\''", "\\", "!" } },
	[FISH] = { { "'\"'\"'", "\\\\", "!" }, { "'\\''", "'\\\\'", "!" },
		   { "'\"'\"'", "\\", "!" } },
};
// clang-format on

struct lexer {
	enum dialect dialect;
	struct word old_path, new_path, old_name, new_name;
	/** raw is NULL where prompts stay as they are: no name is looked for */
	const char *line, *at, *end;
	enum quotes quotes;
	/** names may stand here */
	bool prompt;
	struct buf *out;
};

/* TEXT as it stands between single quotes. */
static const char *single(const char *text, const struct spelling *as)
{
	struct buf b = BUF_INIT;

	for (; *text; text++)
		if (*text == '\'')
			buf_puts(&b, as->quote);
		else if (*text == '\\')
			buf_puts(&b, as->backslash);
		else if (*text == '!')
			buf_puts(&b, as->bang);
		else
			buf_putc(&b, *text);
	return b.data;
}

static struct word word_of(const char *raw, enum dialect dialect)
{
	const struct spelling *as = spellings[dialect];
	struct word word = {
		.raw = raw,
		.plain = layout_is_plain(raw),
		.harmless = !raw[strcspn(raw, "\"$`\\!")],
	};

	for (size_t i = 0; as[i].quote; i++)
		word.single[i] = single(raw, &as[i]);
	return word;
}

/* How many bytes at l->at spell WORD within the quotes that are open; 0: none. */
static size_t spelled(const struct lexer *l, const struct word *word)
{
	const char *const raw[] = { word->raw, NULL };
	const char *const *ways = l->quotes == SINGLE ? word->single : raw;
	size_t left = (size_t)(l->end - l->at);

	if (l->quotes == BARE && !word->plain)
		return 0;
	for (size_t i = 0; ways[i]; i++) {
		size_t len = strlen(ways[i]);

		if (len <= left && !memcmp(l->at, ways[i], len))
			return len;
	}
	return 0;
}

/* TEXT stands right before l->at. */
static bool comes_after(const struct lexer *l, const char *text)
{
	size_t len = strlen(text);

	return (size_t)(l->at - l->line) >= len && !memcmp(l->at - len, text, len);
}

/* The quote that is open ends at AT, and is not only interrupted. */
static bool closes(const struct lexer *l, const char *at)
{
	static const char *const apart[] = { "'\"'\"", "'\\''", "'\\\\'", "'\\!'" };

	if (at == l->end)
		return false;
	if (l->quotes == DOUBLE)
		return *at == '"';
	for (size_t i = 0; i < ARRAY_SIZE(apart) && l->end - at >= 4; i++)
		if (!memcmp(at, apart[i], 4))
			return false;
	return *at == '\'';
}

/* What stands before and behind the LEN bytes at l->at does not belong to it. */
static bool is_whole_path(const struct lexer *l, size_t len)
{
	const char *next = l->at + len;

	if (l->quotes == BARE)
		return text_names(l->line, l->at, l->end, l->old_path.raw);
	return strchr("'\":=", l->at[-1]) &&
	       (closes(l, next) || (next < l->end && (*next == '/' || *next == ':')));
}

static bool is_whole_name(const struct lexer *l, size_t len)
{
	const char *next = l->at + len;
	char c = '\0';

	if (next < l->end)
		c = *next;
	if (l->quotes != BARE)
		return (comes_after(l, "(") && c == ')') ||
		       (l->prompt && strchr("'\"", l->at[-1]) && closes(l, next));
	return l->prompt && (!c || strchr(" \t\"';)", c)) &&
	       (comes_after(l, "=") || comes_after(l, "\"") || comes_after(l, "'") ||
		comes_after(l, ") ") || comes_after(l, "VIRTUAL_ENV_PROMPT "));
}

/* Close the double quotes for what means something in them, and open them. */
static void put_apart(struct lexer *l, const struct word *word)
{
	if (l->out->data[l->out->len - 1] == '"')
		buf_cut(l->out, l->out->len - 1);
	else
		buf_putc(l->out, '"');
	buf_putl(l->out, "'", word->single[0], "'");
	if (l->at < l->end && *l->at == '"') {
		l->at++;
		l->quotes = BARE;
	} else {
		buf_putc(l->out, '"');
	}
}

/* shlex.quote() quotes only what needs it: so the quotes around OLD go. */
static bool put_unquoted(struct lexer *l, const struct word *old, const struct word *word)
{
	size_t start = l->out->len - 1;

	if (old->plain || !word->plain || l->out->data[start] != '\'' || !closes(l, l->at))
		return false;
	buf_cut(l->out, start);
	buf_puts(l->out, word->raw);
	l->at++;
	l->quotes = BARE;
	return true;
}

/* WORD in the place of OLD, behind which l->at is. */
static void put_word(struct lexer *l, const struct word *old, const struct word *word)
{
	if (l->quotes == SINGLE && put_unquoted(l, old, word))
		return;
	if (l->quotes == SINGLE)
		buf_puts(l->out, word->single[0]);
	else if (l->quotes == DOUBLE && !word->harmless)
		put_apart(l, word);
	else if (l->quotes == DOUBLE || word->plain)
		buf_puts(l->out, word->raw);
	else
		buf_putl(l->out, "'", word->single[0], "'");
}

static bool replaced(struct lexer *l)
{
	size_t len = spelled(l, &l->old_path);

	if (len && is_whole_path(l, len)) {
		l->at += len;
		put_word(l, &l->old_path, &l->new_path);
		return true;
	}
	if (!l->old_name.raw)
		return false;
	len = spelled(l, &l->old_name);
	if (len && is_whole_name(l, len)) {
		l->at += len;
		put_word(l, &l->old_name, &l->new_name);
		return true;
	}
	return false;
}

/* One character, or two where a backslash makes it so. */
static void pass(struct lexer *l)
{
	char c = *l->at;
	size_t n = 1;

	if (c == '\\' && l->at + 1 < l->end && (l->quotes != SINGLE || l->dialect == FISH))
		n = 2;
	else if (c == '\'' && l->quotes != DOUBLE)
		l->quotes = l->quotes == BARE ? SINGLE : BARE;
	else if (c == '"' && l->quotes != SINGLE)
		l->quotes = l->quotes == BARE ? DOUBLE : BARE;
	buf_put(l->out, l->at, n);
	l->at += n;
}

/* The templates' lines in which a name can stand, besides "(name) ". */
static bool is_prompt_line(const char *line, size_t len)
{
	static const char *const signs[] = { "PROMPT",  "prompt",   "PS1",
					     "!= \"\"", "env_name", "set_color" };

	for (size_t i = 0; i < ARRAY_SIZE(signs); i++)
		if (memmem(line, len, signs[i], strlen(signs[i])))
			return true;
	return false;
}

static void bake_line(struct lexer *l)
{
	l->at = l->line;
	l->quotes = BARE;
	l->prompt = is_prompt_line(l->line, (size_t)(l->end - l->line));
	while (l->at < l->end) {
		if (*l->at == '#' && l->quotes == BARE &&
		    (l->at == l->line || isspace((unsigned char)l->at[-1])))
			break;
		if (!replaced(l))
			pass(l);
	}
	buf_put(l->out, l->at, (size_t)(l->end - l->at));
}

static void bake_lexed(const struct baking *b, const char *data, size_t len, enum dialect dialect,
		       struct buf *out)
{
	struct lexer l = { .dialect = dialect, .out = out };
	const char *end = data + len;

	l.old_path = word_of(b->from, dialect);
	l.new_path = word_of(b->to, dialect);
	if (b->old_name) {
		l.old_name = word_of(b->old_name, dialect);
		l.new_name = word_of(b->new_name, dialect);
	}
	for (l.line = data; l.line < end; l.line = l.end) {
		const char *eol = memchr(l.line, '\n', (size_t)(end - l.line));

		l.end = eol ? eol : end;
		bake_line(&l);
		if (eol) {
			buf_putc(out, '\n');
			l.end++;
		}
	}
}

void bake_shell(const struct baking *b, const char *data, size_t len, struct buf *out)
{
	bake_lexed(b, data, len, SH, out);
}

void bake_csh(const struct baking *b, const char *data, size_t len, struct buf *out)
{
	bake_lexed(b, data, len, CSH, out);
}

void bake_fish(const struct baking *b, const char *data, size_t len, struct buf *out)
{
	bake_lexed(b, data, len, FISH, out);
}
