/** What the place that a terminal report goes to can show. */
export interface TerminalCapabilities {
  readonly color: boolean;
  /** False where the locale is not UTF-8: then only ASCII is written. */
  readonly unicode: boolean;
  /** OSC 8 hyperlinks. */
  readonly hyperlinks: boolean;
  /** True when lines can be rewritten; else every line is final. */
  readonly animated: boolean;
}

/**
 * Reads the capabilities off the environment of the process. `FORCE_COLOR` beats `NO_COLOR`, which
 * beats what the terminal is; `FORCE_HYPERLINK` likewise.
 *
 * @see https://no-color.org
 */
export function terminalCapabilities(
  env: NodeJS.ProcessEnv,
  stream: { readonly isTTY?: boolean | undefined },
  platform: NodeJS.Platform,
): TerminalCapabilities {
  const isTerminal = stream.isTTY === true && env['TERM'] !== 'dumb';
  return {
    color: forced(env['FORCE_COLOR']) ?? (isTerminal && (env['NO_COLOR'] ?? '') === ''),
    unicode: showsUnicode(env, platform),
    hyperlinks: forced(env['FORCE_HYPERLINK']) ?? (isTerminal && knowsHyperlinks(env)),
    animated: isTerminal && (env['CI'] ?? '') === '',
  };
}

function forced(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : value !== '0' && value !== 'false';
}

function showsUnicode(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): boolean {
  // POSIX: the first of these that is set and not empty decides.
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => value);
  if (locale !== undefined) {
    return /utf-?8/i.test(locale);
  }
  if (platform === 'win32') {
    return env['WT_SESSION'] !== undefined || env['TERM_PROGRAM'] === 'vscode';
  }
  return platform === 'darwin';
}

const LINKING_PROGRAMS = new Set(['iTerm.app', 'WezTerm', 'vscode', 'ghostty', 'Hyper', 'Tabby']);

/** Terminals that print an unknown escape sequence as text must not get one. */
function knowsHyperlinks(env: NodeJS.ProcessEnv): boolean {
  return (
    LINKING_PROGRAMS.has(env['TERM_PROGRAM'] ?? '') ||
    Number(env['VTE_VERSION'] ?? 0) >= 5000 ||
    env['WT_SESSION'] !== undefined ||
    env['KONSOLE_VERSION'] !== undefined ||
    /kitty|alacritty|ghostty|foot/.test(env['TERM'] ?? '')
  );
}
