/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Environment markers: taken apart, evaluated and written in one pass. */
#include <ctype.h>

#include "cli/pep440.h"
#include "cli/requirement.h"
#include "core/buf.h"
#include "core/mem.h"

#include "core/banned.h"

enum {
	/** parentheses in parentheses */
	DEPTH_MAX = 32,
};

/** Where reading a marker has got to. */
struct reader {
	const char *s;
	/** NULL: nothing is evaluated */
	const struct marker_env *env;
	const char *extra;
	/** texts are wanted */
	bool writes;
	unsigned depth;
	/** it is no marker */
	bool wrong;
};

/** What was read. */
struct part {
	bool holds;
	/** comparisons joined by "and" and "or": in another part it needs
	 * parentheses */
	bool joined;
	const char *text;
};

/** A name that stands for a value. */
struct variable {
	/** by PEP 508, and as it was written before; NULL: no other way */
	const char *name, *older;
	/** in struct marker_env; for `extra` behind its end */
	size_t at;
	/** its values are versions, and compared as such */
	bool version;
};

/** One side of a comparison: a variable by its row, or a string. */
struct side {
	const struct variable *variable;
	const char *text;
};

#define VARIABLE(name, older, version)                                                             \
	{                                                                                          \
#name, older, offsetof(struct marker_env, name), version                           \
	}

static const struct variable variables[] = {
	VARIABLE(python_version, NULL, true),
	VARIABLE(python_full_version, NULL, true),
	VARIABLE(os_name, "os.name", false),
	VARIABLE(sys_platform, "sys.platform", false),
	VARIABLE(platform_release, NULL, true),
	VARIABLE(platform_system, NULL, false),
	VARIABLE(platform_version, "platform.version", false),
	VARIABLE(platform_machine, "platform.machine", false),
	VARIABLE(platform_python_implementation, "platform.python_implementation", false),
	VARIABLE(platform_python_implementation, "python_implementation", false),
	VARIABLE(implementation_name, NULL, false),
	VARIABLE(implementation_version, NULL, true),
	{ "extra", NULL, sizeof(struct marker_env), false },
};

static bool is_extra(const struct variable *variable)
{
	return variable->at == sizeof(struct marker_env);
}

static const char *value_of(const struct reader *r, const struct variable *variable)
{
	const char *value;

	if (is_extra(variable))
		return r->extra;
	memcpy(&value, (const char *)r->env + variable->at, sizeof(const char *));
	return value;
}

static const struct variable *find_variable(const char *text)
{
	for (size_t i = 0; i < ARRAY_SIZE(variables); i++)
		if (streq(text, variables[i].name) ||
		    (variables[i].older && streq(text, variables[i].older)))
			return &variables[i];
	return NULL;
}

static void skip_space(struct reader *r)
{
	r->s += strspn(r->s, " \t");
}

static bool is_word_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* WORD, and nothing that would make it a longer one. */
static bool take_word(struct reader *r, const char *word)
{
	size_t len = strlen(word);

	if (strncmp(r->s, word, len) != 0 || is_word_char(r->s[len]))
		return false;
	r->s += len;
	return true;
}

/* What is in quotes; a backslash cannot be in there. */
static const char *take_string(struct reader *r)
{
	const char *start = r->s + 1;
	size_t len = strcspn(start, *r->s == '\'' ? "'\\\n" : "\"\\\n");

	if (start[len] != *r->s)
		return NULL;
	r->s = start + len + 1;
	return mem_dup(start, len);
}

static struct side take_side(struct reader *r)
{
	struct side side = { 0 };

	skip_space(r);
	if (*r->s == '\'' || *r->s == '"') {
		side.text = take_string(r);
	} else {
		size_t len = 0;

		while (is_word_char(r->s[len]) || r->s[len] == '.')
			len++;
		side.variable = find_variable(mem_dup(r->s, len));
		side.text = side.variable ? side.variable->name : NULL;
		r->s += len;
	}
	r->wrong = r->wrong || !side.text;
	skip_space(r);
	return side;
}

static const char *take_operator(struct reader *r)
{
	/* Longer ones before those that they begin with. */
	static const char *const texts[] = { "===", "==", "~=", "!=", "<=", ">=", "<", ">" };

	if (take_word(r, "in"))
		return "in";
	if (take_word(r, "not")) {
		r->wrong = r->wrong || (*r->s != ' ' && *r->s != '\t');
		skip_space(r);
		r->wrong = r->wrong || !take_word(r, "in");
		return "not in";
	}
	for (size_t i = 0; i < ARRAY_SIZE(texts); i++) {
		if (!starts_with(r->s, texts[i]))
			continue;
		r->s += strlen(texts[i]);
		return texts[i];
	}
	r->wrong = true;
	return "";
}

/* Texts have no order: of "<=" and ">=" only the "=" is left. */
static bool compare_texts(const char *left, const char *op, const char *right)
{
	if (streq(op, "in"))
		return strstr(right, left);
	if (streq(op, "not in"))
		return !strstr(right, left);
	if (streq(op, "!="))
		return !streq(left, right);
	if (streq(op, "==") || streq(op, "<=") || streq(op, ">="))
		return streq(left, right);
	return false;
}

/* LEFT OP RIGHT, of which at least one is VARIABLE. */
static bool evaluate(const struct reader *r, const struct variable *variable,
		     const struct side *left, const char *op, const struct side *right)
{
	const char *value = value_of(r, variable);
	const char *a = left->variable ? value : left->text;
	const char *b = left->variable ? right->text : value;
	struct buf specifier = BUF_INIT;

	if (is_extra(variable))
		return compare_texts(requirement_key(a), op, requirement_key(b));
	buf_putl(&specifier, op, b);
	if (variable->version && pep440_is_specifier(specifier.data))
		return pep440_matches(a, specifier.data);
	return compare_texts(a, op, b);
}

static void put_side(struct buf *out, const struct variable *variable, const struct side *side)
{
	if (side->variable)
		buf_puts(out, side->text);
	else
		buf_putl(out, "\"", is_extra(variable) ? requirement_key(side->text) : side->text,
			 "\"");
}

static struct part take_comparison(struct reader *r)
{
	struct side left = take_side(r);
	const char *op = take_operator(r);
	struct side right = take_side(r);
	const struct variable *variable = left.variable ? left.variable : right.variable;
	struct part part = { 0 };

	if (r->wrong || !variable) {
		r->wrong = true;
		return part;
	}
	if (r->env)
		part.holds = evaluate(r, variable, &left, op, &right);
	if (r->writes) {
		struct buf out = BUF_INIT;

		put_side(&out, variable, &left);
		buf_putl(&out, " ", op, " ");
		put_side(&out, variable, &right);
		part.text = out.data;
	}
	return part;
}

static struct part take_all(struct reader *r);

/* A comparison, or what is in parentheses. */
static struct part take_one(struct reader *r)
{
	struct part part;

	skip_space(r);
	if (*r->s != '(')
		return take_comparison(r);
	r->s++;
	if (++r->depth > DEPTH_MAX) {
		r->wrong = true;
		return (struct part){ 0 };
	}
	part = take_all(r);
	r->depth--;
	if (*r->s != ')')
		r->wrong = true;
	else
		r->s++;
	skip_space(r);
	return part;
}

static void put_part(struct buf *out, const struct part *part)
{
	buf_putl(out, part->joined ? "(" : "", part->text, part->joined ? ")" : "");
}

/* Ones joined by "and", which binds more tightly, and "or". */
static struct part take_all(struct reader *r)
{
	struct part all = take_one(r), next;
	struct buf out = BUF_INIT;
	bool earlier = false;

	while (!r->wrong) {
		bool is_or = take_word(r, "or");

		if (!is_or && !take_word(r, "and"))
			break;
		next = take_one(r);
		if (r->writes && !r->wrong) {
			if (!out.len)
				put_part(&out, &all);
			buf_puts(&out, is_or ? " or " : " and ");
			put_part(&out, &next);
		}
		earlier = earlier || (is_or && all.holds);
		all.holds = next.holds && (is_or || all.holds);
	}
	all.holds = all.holds || earlier;
	/* Of "((a or b))" `packaging` drops all parentheses. */
	all.joined = out.len;
	if (out.len)
		all.text = out.data;
	return all;
}

static struct part take_marker(struct reader *r)
{
	struct part part = take_all(r);

	r->wrong = r->wrong || *r->s;
	part.holds = part.holds && !r->wrong;
	return part;
}

bool marker_holds(const char *marker, const struct marker_env *env, const char *extra)
{
	struct reader r = { .s = marker, .env = env, .extra = extra };

	return !marker || take_marker(&r).holds;
}

bool marker_valid(const char *text)
{
	struct reader r = { .s = text };

	take_marker(&r);
	return !r.wrong;
}

const char *marker_text(const char *marker)
{
	struct reader r = { .s = marker, .writes = true };
	struct part part = take_marker(&r);

	return r.wrong ? NULL : part.text;
}
