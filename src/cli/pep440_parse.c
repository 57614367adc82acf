/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/pep440_parse.h"

#include <ctype.h>
#include <strings.h>

#include "core/banned.h"

static struct pep440_span digits(const char **s)
{
	struct pep440_span span = { *s, 0 };

	while (isdigit((unsigned char)**s)) {
		++*s;
		span.len++;
	}
	return span;
}

/* WORD, without regard to case, maybe behind a separator: go behind it. */
static bool take_word(const char **s, const char *word)
{
	const char *at = *s + pep440_is_separator(**s);
	size_t len = strlen(word);

	if (strncasecmp(at, word, len) != 0)
		return false;
	*s = at + len;
	return true;
}

/* The number of a pre, post or development release; it may be left out. */
static struct pep440_span take_number(const char **s)
{
	*s += pep440_is_separator(**s);
	return digits(s);
}

static bool take_release(const char **s, struct pep440_span *release)
{
	release->s = *s;
	if (!digits(s).len)
		return false;
	while (**s == '.' && isdigit((unsigned char)(*s)[1])) {
		++*s;
		digits(s);
	}
	release->len = (size_t)(*s - release->s);
	return true;
}

static void take_pre(const char **s, struct pep440_version *v)
{
	static const struct {
		const char *word;
		enum pep440_pre pre;
	} words[] = {
		{ "alpha", PRE_ALPHA }, { "a", PRE_ALPHA }, { "beta", PRE_BETA }, { "b", PRE_BETA },
		{ "preview", PRE_RC },  { "pre", PRE_RC },  { "rc", PRE_RC },     { "c", PRE_RC },
	};

	v->pre = PRE_NONE;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (!take_word(s, words[i].word))
			continue;
		v->pre = words[i].pre;
		v->pre_number = take_number(s);
		return;
	}
}

static void take_post(const char **s, struct pep440_version *v)
{
	if (**s == '-' && isdigit((unsigned char)(*s)[1])) {
		++*s;
		v->post_number = digits(s);
		v->post = true;
	} else if (take_word(s, "post") || take_word(s, "rev") || take_word(s, "r")) {
		v->post_number = take_number(s);
		v->post = true;
	}
}

static bool take_local(const char **s, struct pep440_span *local)
{
	const char *at = *s + 1;

	if (**s != '+')
		return true;
	while (isalnum((unsigned char)*at) ||
	       (pep440_is_separator(*at) && at > *s + 1 && !pep440_is_separator(at[-1])))
		at++;
	local->s = *s + 1;
	local->len = (size_t)(at - local->s);
	*s = at;
	return local->len && !pep440_is_separator(at[-1]);
}

bool pep440_parse(const char *text, struct pep440_version *v)
{
	const char *s = text + strspn(text, " \t\n\r\f\v"), *bang;

	*v = (struct pep440_version){ .pre = PRE_NONE };
	s += *s == 'v' || *s == 'V';
	bang = s + strspn(s, "0123456789");
	if (*bang == '!' && bang > s) {
		v->epoch = digits(&s);
		s++;
	}
	if (!take_release(&s, &v->release))
		return false;
	take_pre(&s, v);
	take_post(&s, v);
	v->dev = take_word(&s, "dev");
	if (v->dev)
		v->dev_number = take_number(&s);
	if (!take_local(&s, &v->local))
		return false;
	return !s[strspn(s, " \t\n\r\f\v")];
}
