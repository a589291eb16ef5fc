/* SPDX-License-Identifier: LGPL-2.1-only */
/* The grammar of xl configuration files: settings apart by newline or semicolon; lists may span lines. */
%define api.pure full
%define api.prefix {xlu__cfg_yy}
%define parse.error custom
%define parse.lac full
%locations
%parse-param { struct parse *p }
%lex-param { void *scanner }

%code requires {
#include "private.h"
}
%code provides {
#define YYSTYPE XLU__CFG_YYSTYPE
#define YYLTYPE XLU__CFG_YYLTYPE

void xlu__cfg_yyerror(const YYLTYPE *loc, struct parse *p, const char *message);
}
%code {
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cfg.lex.h"

#define scanner p->scanner

}

%union {
	char *string;
	XLU_ConfigValue *value;
	enum XLU_Operation op;
}

%token <string> IDENT "a key" STRING "a string" NUMBER "a number"
%token NEWLINE "the end of the line" ADD_ASSIGN "+="
%token YYEOF 0 "the end of the file"
%type <string> atom
%type <value> value list items
%type <op> assign

%destructor { free($$); } <string>
%destructor { xlu__cfg_value_free($$); } <value>

%%

file: settings
    | settings setting

settings: %empty
    | settings end
    | settings setting end

end: NEWLINE
    | ';'

setting: IDENT assign value
	{ xlu__cfg_set_store(p, $1, $2, $3, @3.first_line); }

assign: '='		{ $$ = XLU_OP_ASSIGNMENT; }
    | ADD_ASSIGN	{ $$ = XLU_OP_ADDITION; }

value: atom		{ $$ = xlu__cfg_string_mk(p, @1.first_line, $1); }
    | list

atom: STRING
    | NUMBER

list: '[' newlines ']'	{ $$ = xlu__cfg_list_mk(p, @1.first_line); }
    | open items comma ']'	{ $$ = $2; p->depth--; }

open: '[' newlines
	{
		if (++p->depth > XLU_MAX_DEPTH) {
			xlu__cfg_yyerror(&@1, p, "lists are nested too deeply");
			YYABORT;
		}
	}

items: value newlines
	{
		$$ = xlu__cfg_list_mk(p, @1.first_line);
		xlu__cfg_list_append(p, $$, $1);
	}
    | items ',' newlines value newlines
	{
		$$ = $1;
		xlu__cfg_list_append(p, $$, $4);
	}

comma: %empty
    | ',' newlines

newlines: %empty
    | newlines NEWLINE

%%

#undef scanner

void xlu__cfg_yyerror(const YYLTYPE *loc, struct parse *p, const char *message)
{
	xlu__report(p->cfg, p->source, loc->first_line, NULL, "config parsing error: %s", message);
	if (!p->error)
		p->error = EINVAL;
}

/* "expected A, B or C", from the tokens that could have come. */
static void say_expected(const yypcontext_t *ctx, char *text, size_t size)
{
	yysymbol_kind_t expected[8];
	int i, n = yypcontext_expected_tokens(ctx, expected, 8);
	size_t used = 0;

	text[0] = '\0';
	for (i = 0; i < n && used < size; i++)
		used += snprintf(text + used, size - used, "%s%s",
				 i == 0 ? "; expected " : i == n - 1 ? " or " : ", ",
				 yysymbol_name(expected[i]));
}

static int yyreport_syntax_error(const yypcontext_t *ctx, struct parse *p)
{
	const char *near = xlu__cfg_yyget_text(p->scanner);
	yysymbol_kind_t token = yypcontext_token(ctx);
	char expected[256];

	if (p->error) /* the scanner has said it already */
		return 0;
	p->error = EINVAL;
	say_expected(ctx, expected, sizeof(expected));
	if (token == YYSYMBOL_YYEOF || token == YYSYMBOL_NEWLINE)
		xlu__report(p->cfg, p->source, yypcontext_location(ctx)->first_line, NULL,
			    "config parsing error near %s%s", yysymbol_name(token), expected);
	else
		xlu__report(p->cfg, p->source, yypcontext_location(ctx)->first_line, NULL,
			    "config parsing error near `%.40s'%s", near, expected);
	return 0;
}
