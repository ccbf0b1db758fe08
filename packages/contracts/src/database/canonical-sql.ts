const TOKEN =
  /\s+|--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[A-Za-z_][^\]]*\]|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|\d[\w.]*|::|[<>=!|&~]+|[^]/g;

/** Words that go on with the name of a type. */
const TYPE_CONTINUES = new Set(['varying', 'precision', 'with', 'without', 'time', 'zone']);

/** Cuts SQL into its words: no white space, no comments; names without quotes, everything but texts in lower case. */
export function tokensOf(sql: string): readonly string[] {
  return [...sql.matchAll(TOKEN)]
    .map(([token]) => token)
    .filter((token) => !/^(?:\s|--|\/\*)/.test(token))
    .map((token) => {
      if (token.startsWith("'")) return token;
      if (/^"[a-z_][a-z0-9_]*"$|^`.*`$|^\[[A-Za-z_].*\]$/.test(token)) {
        return token.slice(1, -1).toLowerCase();
      }
      return token.startsWith('"') ? token : token.toLowerCase();
    });
}

/** One form for expressions that mean the same: without casts, and without parentheses that group nothing. */
export function canonicalSql(sql: string): string {
  return canonicalTokens(sql).join(' ');
}

/** The words of {@link canonicalSql}. */
export function canonicalTokens(sql: string): readonly string[] {
  const tokens = withoutOuterParentheses(unwrapDoubles(unwrapSingles(withoutCasts(tokensOf(sql)))));
  return tokens.flatMap((token) => (token === 'current_timestamp' ? ['now', '(', ')'] : token));
}

/** Casts are written by the server, depending on the types around them. */
function withoutCasts(tokens: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    if (tokens[at] === '::') {
      // A number for a type that is no integer is written as a text.
      const number = /^'(\d+(?:\.\d+)?)'$/.exec(kept.at(-1) ?? '')?.[1];
      if (number !== undefined) kept.splice(-1, 1, number);
      at = endOfType(tokens, at + 1);
    } else kept.push(tokens[at] ?? '');
  }
  return kept;
}

/** The last word of the type that begins at a word. */
function endOfType(tokens: readonly string[], start: number): number {
  let at = start;
  while (tokens[at + 1] === '.') at += 2;
  while (TYPE_CONTINUES.has(tokens[at + 1] ?? '')) at += 1;
  if (tokens[at + 1] === '(' && /^\d/.test(tokens[at + 2] ?? '')) {
    while (at < tokens.length && tokens[at] !== ')') at += 1;
    while (TYPE_CONTINUES.has(tokens[at + 1] ?? '')) at += 1;
  }
  while (tokens[at + 1] === '[' && tokens[at + 2] === ']') at += 2;
  return at;
}

/** `(5)` is `5`, while `f(5)` stays. */
function unwrapSingles(tokens: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (let at = 0; at < tokens.length; at += 1) {
    const isCall = /^[a-z"]/.test(kept.at(-1) ?? '') && !isOperator(kept.at(-1));
    if (tokens[at] === '(' && tokens[at + 2] === ')' && !isCall) {
      kept.push(tokens[at + 1] ?? '');
      at += 2;
    } else kept.push(tokens[at] ?? '');
  }
  return kept;
}

function isOperator(word = ''): boolean {
  return ['and', 'or', 'not', 'like', 'is', 'between', 'when', 'then', 'else'].includes(word);
}

/** `f((a))` is `f(a)`. */
function unwrapDoubles(tokens: readonly string[]): readonly string[] {
  const partner = new Map<number, number>();
  const open: number[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token === '(') open.push(at);
    else if (token === ')') {
      const start = open.pop();
      if (start !== undefined) partner.set(start, at);
    }
  }
  const dropped = new Set<number>();
  for (const [start, end] of partner) {
    if (partner.get(start - 1) === end + 1) dropped.add(start).add(end);
  }
  return tokens.filter((_, at) => !dropped.has(at));
}

function withoutOuterParentheses(tokens: readonly string[]): readonly string[] {
  if (tokens[0] !== '(' || tokens.at(-1) !== ')') return tokens;
  let depth = 0;
  for (const [at, token] of tokens.entries()) {
    if (token === '(') depth += 1;
    else if (token === ')') depth -= 1;
    if (depth === 0 && at < tokens.length - 1) return tokens;
  }
  return withoutOuterParentheses(tokens.slice(1, -1));
}
