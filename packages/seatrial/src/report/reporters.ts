import type { RunRecord } from '../evidence/index.ts';
import { renderAgent } from './agent.ts';
import { renderCtrf } from './ctrf.ts';
import { renderGithubAnnotations } from './github-annotations.ts';
import { renderGithubSummary } from './github-summary.ts';
import { renderHtml } from './html/render-html.ts';
import { renderJunit } from './junit.ts';
import type { ReportPaths } from './report-paths.ts';
import { renderRunJson } from './run-json.ts';
import { renderTerminal } from './terminal/render-terminal.ts';

/** One text that a reporter makes, and where it belongs. */
export interface ReportOutput {
  /**
   * A file of that name in the run folder; stdout; or the file that `$GITHUB_STEP_SUMMARY` names,
   * to which it is appended.
   */
  readonly to: { readonly file: string } | 'stdout' | 'github-step-summary';
  readonly render: (record: RunRecord, paths: ReportPaths) => string;
}

/** Every reporter by the name that `--reporter` knows it by. */
export const REPORTERS = {
  terminal: [{ to: 'stdout', render: (record, paths) => renderTerminal(record, paths) }],
  html: [{ to: { file: 'report.html' }, render: renderHtml }],
  json: [{ to: { file: 'run.json' }, render: renderRunJson }],
  junit: [{ to: { file: 'junit.xml' }, render: renderJunit }],
  ctrf: [{ to: { file: 'ctrf.json' }, render: renderCtrf }],
  github: [
    { to: 'stdout', render: renderGithubAnnotations },
    { to: 'github-step-summary', render: renderGithubSummary },
  ],
  agent: [{ to: 'stdout', render: renderAgent }],
} as const satisfies Readonly<Record<string, readonly ReportOutput[]>>;

export type ReporterName = keyof typeof REPORTERS;
