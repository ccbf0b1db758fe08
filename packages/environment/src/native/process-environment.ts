import { delimiter, dirname, join } from 'node:path';

/** What a service inherits from the caller; in a container it would inherit nothing at all. */
const INHERITED =
  /^(?:HOME|USER|LOGNAME|SHELL|TMPDIR|TEMP|TMP|TZ|LANG|LANGUAGE|LC_\w+|SSL_CERT_(?:FILE|DIR)|NODE_EXTRA_CA_CERTS|XDG_\w+|SYSTEMROOT|COMSPEC|PATHEXT)$/i;

/** Makes the complete environment of a service's process: a few inherited names, PATH, and its own variables on top. */
export function processEnvironment(
  own: ReadonlyMap<string, string>,
  options: { cwd: string; inherited: NodeJS.ProcessEnv; toolFolder: string | undefined },
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(options.inherited)) {
    if (value !== undefined && INHERITED.test(name)) result[name] = value;
  }
  for (const [name, value] of own) result[name] = value;
  // A PATH of the image names folders of the image; ours stays in front and behind it.
  const path = [
    options.toolFolder ?? '',
    commandPath(options.cwd, options.inherited['PATH'] ?? ''),
    own.get('PATH') ?? '',
  ];
  result['PATH'] = path.filter((part) => part !== '').join(delimiter);
  return result;
}

/** The PATH of an npm script: this Node, `node_modules/.bin` of the folder and of all its parents, then the caller's. */
function commandPath(cwd: string, inheritedPath: string): string {
  const bins: string[] = [];
  for (let folder = cwd; ; folder = dirname(folder)) {
    bins.push(join(folder, 'node_modules', '.bin'));
    if (folder === dirname(folder)) break;
  }
  const parts = [dirname(process.execPath), ...bins, inheritedPath];
  return parts.filter((part) => part !== '').join(delimiter);
}
