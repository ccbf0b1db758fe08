import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ComposeService } from '../../compose/model.ts';
import { DataTemplates } from '../data-templates.ts';
import { findInitScripts } from '../init-scripts.ts';
import type { PrepareContext } from '../launch-plan.ts';
import type { FoundProgram } from './find-programs.ts';

/** How one MySQL or MariaDB server is set up. */
export interface MysqlSettings {
  readonly kind: 'mysql' | 'mariadb';
  readonly program: FoundProgram;
  readonly home: string;
  readonly isRoot: boolean;
  /** Data folder inside the container. */
  readonly data: string;
  readonly socket: string;
  readonly rootPassword: string;
  readonly user: string | undefined;
  readonly password: string;
  readonly database: string | undefined;
  /** Whose scripts are run once. */
  readonly scripts: ComposeService;
}

/** Makes the data folder with its users and its database, unless it is there already. */
export async function prepareMysql(
  settings: MysqlSettings,
  context: PrepareContext,
): Promise<void> {
  const data = context.hostPath(settings.data);
  if (existsSync(join(data, 'mysql'))) return;
  const { kind, program } = settings;
  const templates = new DataTemplates(kind, context.env);
  const traits = [program.path, program.version];
  if (existsSync(data) && readdirSync(data).length === 0) rmSync(data, { recursive: true });
  if (existsSync(data) || !(await templates.copyTo(data, traits))) {
    mkdirSync(data, { recursive: true });
    await context.run(installCommand(settings, data));
    await templates.keep(data, traits);
  }
  await runScripts(settings, data, context);
}

function installCommand({ kind, program, isRoot }: MysqlSettings, data: string): string[] {
  const owner = isRoot ? ['--user=root'] : [];
  if (kind === 'mysql') {
    return [program.path, '--no-defaults', '--initialize-insecure', `--datadir=${data}`, ...owner];
  }
  return [
    'mariadb-install-db',
    '--no-defaults',
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...owner,
  ];
}

/** Makes the users and runs the project's scripts with a server that only they can reach, as the images do. */
async function runScripts(
  settings: MysqlSettings,
  data: string,
  context: PrepareContext,
): Promise<void> {
  const { home, program, socket, rootPassword, database, isRoot, scripts } = settings;
  const accounts = join(home, 'accounts.sql');
  writeFileSync(accounts, `${accountStatements(settings).join('\n')}\n`, { mode: 0o600 });
  const runner = join(home, 'run-init-scripts.sh');
  writeFileSync(runner, RUN_SCRIPTS);
  await context.run([
    'bash',
    runner,
    program.path,
    data,
    socket,
    isRoot ? '--user=root' : '--skip-log-bin',
    accounts,
    rootPassword,
    database ?? '',
    ...findInitScripts(scripts).map(({ host }) => host),
  ]);
  rmSync(accounts);
}

function accountStatements(settings: MysqlSettings): string[] {
  const { rootPassword, user, password, database } = settings;
  const root = text(rootPassword);
  return [
    // They have no password, and would be taken before those for every address.
    `DROP USER IF EXISTS 'root'@'127.0.0.1', 'root'@'::1', ''@'localhost';`,
    `CREATE USER IF NOT EXISTS 'root'@'%' IDENTIFIED BY ${root};`,
    `GRANT ALL ON *.* TO 'root'@'%' WITH GRANT OPTION;`,
    ...(database === undefined ? [] : [`CREATE DATABASE IF NOT EXISTS ${name(database)};`]),
    ...(user === undefined
      ? []
      : [`CREATE USER IF NOT EXISTS ${text(user)}@'%' IDENTIFIED BY ${text(password)};`]),
    ...(user === undefined || database === undefined
      ? []
      : [`GRANT ALL ON ${name(database)}.* TO ${text(user)}@'%';`]),
    `ALTER USER 'root'@'localhost' IDENTIFIED BY ${root};`,
  ];
}

function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}

function name(value: string): string {
  return `\`${value.replaceAll('`', '``')}\``;
}

const RUN_SCRIPTS = String.raw`
set -eu
server=$1 data=$2 socket=$3 option=$4 accounts=$5 password=$6 database=$7
shift 7
client() { mysql --no-defaults --protocol=socket --socket="$socket" -uroot "$@"; }
"$server" --no-defaults --datadir="$data" --socket="$socket" --pid-file="$socket.pid" --skip-networking "$option" &
pid=$!
trap 'kill $pid 2>/dev/null; wait $pid || true' EXIT
for _ in $(seq 600); do
  if mysqladmin --no-defaults --protocol=socket --socket="$socket" -uroot ping >/dev/null 2>&1; then break; fi
  kill -0 $pid
  sleep 0.05
done
client < "$accounts"
export MYSQL_PWD=$password
docker_process_sql() { client --comments $database "$@"; }
for script in "$@"; do
  echo "running $(basename "$script")"
  case "$script" in
    *.sh) if [ -x "$script" ]; then "$script"; else . "$script"; fi ;;
    *.sql) docker_process_sql < "$script" ;;
    *.sql.gz) gunzip -c "$script" | docker_process_sql ;;
    *.sql.xz) xzcat "$script" | docker_process_sql ;;
    *.sql.zst) zstd -dc "$script" | docker_process_sql ;;
    *) echo "ignoring $(basename "$script")" ;;
  esac
done
`;
