import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A throw-away project; the files are written below its root. */
export interface ProjectFolder extends AsyncDisposable {
  readonly root: string;
  readonly write: (path: string, content: unknown) => Promise<void>;
}

/** Makes a project of some files (objects become JSON); `.session/` is always there. */
export async function projectFolder(
  files: Readonly<Record<string, unknown>> = {},
): Promise<ProjectFolder> {
  const root = await mkdtemp(join(tmpdir(), 'seatrial-project-'));
  const write = async (path: string, content: unknown): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content, null, 2);
    await writeFile(join(root, path), text);
  };
  await mkdir(join(root, '.session'));
  for (const [path, content] of Object.entries(files)) await write(path, content);
  return {
    root,
    write,
    [Symbol.asyncDispose]: async () => rm(root, { recursive: true, force: true }),
  };
}
