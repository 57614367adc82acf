/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "formats/pep440.h"

#include <ctype.h>
#include <stdint.h>
#include <strings.h>

#include "core/buf.h"
#include "core/mem.h"

#define SPACE " \t\n\r\f\v"

/* ---- parsing ------------------------------------------------------------ */

/** A word and its normal form */
struct word {
	const char *text, *normal;
};

/* A word comes before its prefixes: the first match counts. */
static const struct word pres[] = {
	{ "alpha", "a" }, { "a", "a" },   { "beta", "b" }, { "b", "b" },   { "preview", "rc" },
	{ "pre", "rc" },  { "rc", "rc" }, { "c", "rc" },   { NULL, NULL },
};
static const struct word posts[] = {
	{ "post", ".post" },
	{ "rev", ".post" },
	{ "r", ".post" },
	{ NULL, NULL },
};
static const struct word devs[] = { { "dev", ".dev" }, { NULL, NULL } };

static bool is_separator(char c)
{
	return c == '.' || c == '-' || c == '_';
}

static struct pep440_span take_digits(const char **s)
{
	struct pep440_span span = { *s, strspn(*s, "0123456789") };

	*s += span.len;
	return span;
}

/* Read one of WORDS and a number; separators are optional. */
static void take_segment(const char **s, const struct word *words, struct pep440_segment *segment)
{
	const char *at = *s + is_separator(**s);

	while (words->text && strncasecmp(at, words->text, strlen(words->text)) != 0)
		words++;
	segment->word = words->normal;
	if (!words->text)
		return;
	*s = at + strlen(words->text);
	*s += is_separator(**s);
	segment->number = take_digits(s);
}

/* Read a release: "1.2.3". */
static bool take_release(const char **s, struct pep440_span *release)
{
	size_t len = strspn(*s, "0123456789.");

	while (len && (*s)[len - 1] == '.')
		len--;
	*release = (struct pep440_span){ *s, len };
	*s += len;
	return len && release->s[0] != '.' && !memmem(release->s, len, "..", 2);
}

const char *pep440_release(const char *text)
{
	struct pep440_span release;

	return take_release(&text, &release) ? mem_dup(release.s, release.len) : "";
}

/* Read a local version, "+ubuntu.1", if there is one. */
static bool take_local(const char **s, struct pep440_span *local)
{
	*local = (struct pep440_span){ *s, 0 };
	if (**s != '+')
		return true;
	local->s++;
	do {
		++*s;
		if (!isalnum((unsigned char)**s))
			return false;
		while (isalnum((unsigned char)**s))
			++*s;
	} while (is_separator(**s));
	local->len = (size_t)(*s - local->s);
	return true;
}

bool pep440_parse(const char *text, struct pep440_version *v)
{
	const char *s = text + strspn(text, SPACE), *bang;

	*v = (struct pep440_version){ 0 };
	s += *s == 'v' || *s == 'V';
	bang = s + strspn(s, "0123456789");
	if (*bang == '!' && bang > s) {
		v->epoch = take_digits(&s);
		s++;
	}
	if (!take_release(&s, &v->release))
		return false;
	take_segment(&s, pres, &v->pre);
	if (*s == '-' && isdigit((unsigned char)s[1])) {
		s++;
		v->post = (struct pep440_segment){ ".post", take_digits(&s) };
	} else {
		take_segment(&s, posts, &v->post);
	}
	take_segment(&s, devs, &v->dev);
	return take_local(&s, &v->local) && !s[strspn(s, SPACE)];
}

/* ---- the normal form ---------------------------------------------------- */

/* NUMBER without leading zeros: 0 has no bytes. */
static struct pep440_span significant(struct pep440_span number)
{
	while (number.len && *number.s == '0') {
		number.s++;
		number.len--;
	}
	return number;
}

/* Remove the part before the next separator from *SPAN, and return it. */
static struct pep440_span take_part(struct pep440_span *span)
{
	struct pep440_span part = { span->s, 0 };

	while (part.len < span->len && !is_separator(span->s[part.len]))
		part.len++;
	span->s += part.len + (part.len < span->len);
	span->len -= part.len + (part.len < span->len);
	return part;
}

static bool is_number(struct pep440_span part)
{
	for (size_t i = 0; i < part.len; i++)
		if (!isdigit((unsigned char)part.s[i]))
			return false;
	return true;
}

/* Append PART: a number without leading zeros, or a word in lower case. */
static void put_part(struct buf *b, struct pep440_span part)
{
	if (is_number(part))
		part = significant(part);
	if (!part.len)
		buf_putc(b, '0');
	for (size_t i = 0; i < part.len; i++)
		buf_putc(b, (char)tolower((unsigned char)part.s[i]));
}

/* Append the parts of ALL, separated by dots. */
static void put_parts(struct buf *b, struct pep440_span all)
{
	while (all.len) {
		put_part(b, take_part(&all));
		if (all.len)
			buf_putc(b, '.');
	}
}

const char *pep440_normalize(const char *text)
{
	struct pep440_version v;
	const struct pep440_segment *const segments[] = { &v.pre, &v.post, &v.dev };
	struct buf b = BUF_INIT;

	if (!pep440_parse(text, &v))
		return NULL;
	if (significant(v.epoch).len) {
		put_part(&b, v.epoch);
		buf_putc(&b, '!');
	}
	put_parts(&b, v.release);
	for (size_t i = 0; i < ARRAY_SIZE(segments); i++) {
		if (!segments[i]->word)
			continue;
		buf_puts(&b, segments[i]->word);
		put_part(&b, segments[i]->number);
	}
	if (v.local.len) {
		buf_putc(&b, '+');
		put_parts(&b, v.local);
	}
	return b.data;
}

/* ---- comparing ---------------------------------------------------------- */

static int compare_digits(struct pep440_span a, struct pep440_span b)
{
	a = significant(a);
	b = significant(b);
	if (a.len != b.len)
		return a.len < b.len ? -1 : 1;
	return a.len ? memcmp(a.s, b.s, a.len) : 0;
}

int pep440_compare_base(const struct pep440_version *a, const struct pep440_version *b,
			size_t count)
{
	struct pep440_span left = a->release, right = b->release;
	int order = compare_digits(a->epoch, b->epoch);

	for (; !order && count && (left.len || right.len); count--)
		order = compare_digits(take_part(&left), take_part(&right));
	return order;
}

/* Order: 1.0.dev1, 1.0a1, then 1.0 and 1.0.post1. */
static int pre_rank(const struct pep440_version *v)
{
	if (v->pre.word)
		return v->pre.word[0];
	return v->dev.word && !v->post.word ? 0 : 'z';
}

int pep440_compare_public(const struct pep440_version *a, const struct pep440_version *b)
{
	const int orders[] = {
		pep440_compare_base(a, b, SIZE_MAX),
		pre_rank(a) - pre_rank(b),
		compare_digits(a->pre.number, b->pre.number),
		(a->post.word != NULL) - (b->post.word != NULL),
		compare_digits(a->post.number, b->post.number),
		/* 1.0.dev1 is before 1.0. */
		(b->dev.word != NULL) - (a->dev.word != NULL),
		compare_digits(a->dev.number, b->dev.number),
	};

	for (size_t i = 0; i < ARRAY_SIZE(orders); i++)
		if (orders[i])
			return orders[i];
	return 0;
}

/* Compare parts of local versions: a number is above a word, and no part is below both. */
static int compare_local_parts(struct pep440_span a, struct pep440_span b)
{
	bool a_is_number = is_number(a), b_is_number = is_number(b);
	size_t shorter = a.len < b.len ? a.len : b.len;
	int order;

	if (!a.len || !b.len)
		return (a.len > 0) - (b.len > 0);
	if (a_is_number && b_is_number)
		return compare_digits(a, b);
	if (a_is_number || b_is_number)
		return a_is_number - b_is_number;
	order = strncasecmp(a.s, b.s, shorter);
	return order ? order : (a.len > b.len) - (a.len < b.len);
}

int pep440_compare_local(const struct pep440_version *a, const struct pep440_version *b)
{
	struct pep440_span left = a->local, right = b->local;
	int order = 0;

	while (!order && (left.len || right.len))
		order = compare_local_parts(take_part(&left), take_part(&right));
	return order;
}

int pep440_compare(const char *a, const char *b)
{
	struct pep440_version va, vb;
	bool valid_a = pep440_parse(a, &va), valid_b = pep440_parse(b, &vb);
	int order;

	if (!valid_a || !valid_b)
		return valid_a || valid_b ? valid_a - valid_b : strcmp(a, b);
	order = pep440_compare_public(&va, &vb);
	return order ? order : pep440_compare_local(&va, &vb);
}
