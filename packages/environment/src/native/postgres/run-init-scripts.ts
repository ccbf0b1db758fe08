import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

import { INIT_SCRIPTS } from '../init-scripts.ts';
import type { InitScript } from '../init-scripts.ts';
import type { PrepareContext } from '../launch-plan.ts';
import type { PostgresSettings } from './prepare-postgres.ts';

/** Runs the scripts with a server that only they can reach, as the image does. */
export async function runInitScripts(
  scripts: readonly InitScript[],
  run: {
    settings: PostgresSettings;
    data: string;
    context: PrepareContext;
    program: (settings: PostgresSettings, name: string) => string[];
  },
): Promise<void> {
  if (scripts.length === 0) return;
  const { settings, data, context, program } = run;
  const folder = copyScripts(scripts, settings);
  const socket = join(settings.home, 'socket');
  mkdirSync(socket);
  if (settings.isRoot) chownSync(socket, settings.owner.uid, settings.owner.gid);
  const runner = join(settings.home, 'run-init-scripts.sh');
  writeFileSync(runner, RUN_SCRIPTS, { mode: 0o644 });
  const postgres = program(settings, 'postgres');
  const control = program(settings, 'pg_ctl');
  await context.run([
    '/usr/bin/env',
    `PGHOST=${socket}`,
    `PGUSER=${settings.user}`,
    `PGDATABASE=${settings.database}`,
    `PGPASSWORD=${settings.password ?? ''}`,
    'bash',
    runner,
    folder,
    data,
    [...control].map(quote).join(' '),
    postgres.at(-1) ?? '',
    socket,
  ]);
}

/** One after the other; the first that fails ends it. The database is shut down whatever happened. */
const RUN_SCRIPTS = String.raw`
set -eu
folder=$1 data=$2 control=$3 server=$4 socket=$5
docker_process_sql() { psql -v ON_ERROR_STOP=1 --no-psqlrc "$@"; }
eval "$control" -D '"$data"' -w -s -p '"$server"' -o '"-c listen_addresses= -c unix_socket_directories=$socket"' start
stop() { eval "$control" -D '"$data"' -w -s -m fast stop; }
trap stop EXIT
for script in "$folder"/*; do
  echo "running \${script##*/}"
  case "$script" in
    *.sh) if [ -x "$script" ]; then "$script"; else . "$script"; fi ;;
    *.sql) docker_process_sql -f "$script" ;;
    *.sql.gz) gunzip -c "$script" | docker_process_sql ;;
    *.sql.xz) xzcat "$script" | docker_process_sql ;;
    *.sql.zst) zstd -dc "$script" | docker_process_sql ;;
    *) echo "ignoring \${script##*/}" ;;
  esac
done
`.replaceAll(String.raw`\$`, '$');

/** Copies: the user the server runs as may not reach the project, and texts name the folder of the container. */
function copyScripts(scripts: readonly InitScript[], settings: PostgresSettings): string {
  const folder = join(settings.home, 'initdb.d');
  mkdirSync(folder);
  for (const { name, host } of scripts) {
    const copy = join(folder, name);
    const { mode } = statSync(host);
    if (!statSync(host).isFile()) continue;
    if (/\.(?:sh|sql)$/.test(name)) {
      writeFileSync(copy, readFileSync(host, 'utf8').replaceAll(INIT_SCRIPTS, folder));
    } else copyFileSync(host, copy);
    chmodSync(copy, mode & 0o777);
    if (settings.isRoot) chownSync(copy, settings.owner.uid, settings.owner.gid);
  }
  if (settings.isRoot) chownSync(folder, settings.owner.uid, settings.owner.gid);
  return folder;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
