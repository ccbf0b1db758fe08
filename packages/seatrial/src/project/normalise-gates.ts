import type { ConfigFile } from './config-schema.ts';
import { firstDefined, toMs } from './first-defined.ts';
import type { CommandGate, Gate, GatesConfig, Severity } from './gates-config.ts';
import { normaliseIntegration } from './normalise-integration.ts';

type QualityGates = NonNullable<ConfigFile['quality_gates']>;

interface RawGate {
  readonly enabled?: boolean | undefined;
  readonly required?: boolean | undefined;
  readonly timeout?: number | undefined;
  readonly command?: string | undefined;
}

/** `quality_gates` and what older files keep beside it, in one form (gates.md §1.2.5). */
export function normaliseGates(file: ConfigFile): GatesConfig {
  const gates = file.quality_gates ?? {};
  return {
    tier: gates.tier ?? null,
    testExecution: testExecution(gates),
    linting: codeStyle([gates.linting, gates.lint], {
      python: 'ruff check .',
      javascript: 'eslint .',
      typescript: 'eslint .',
    }),
    formatting: codeStyle([gates.formatting, gates.format], {
      python: 'ruff format .',
      javascript: 'prettier --write .',
      typescript: 'prettier --write .',
    }),
    security: security(gates),
    documentation: documentation(gates),
    context7: context7(file, gates),
    customRules: [
      ...(gates.custom_validations?.rules ?? []),
      ...(file.custom_validations?.rules ?? []),
    ],
    ...normaliseIntegration(file),
    specCompleteness: specCompleteness(gates),
    deployment: deployment(gates),
  };
}

/** The keys of every gate; an earlier one of `raw` goes before a later one, key by key. */
function normaliseGate(
  raw: readonly (RawGate | undefined)[],
  defaults: { readonly enabled: boolean; readonly required: boolean },
): Gate {
  return {
    enabled: firstDefined(...raw.map((gate) => gate?.enabled), defaults.enabled),
    required: firstDefined(...raw.map((gate) => gate?.required), defaults.required),
    timeoutMs: toMs(firstDefined(...raw.map((gate) => gate?.timeout), undefined), null),
    command: firstDefined<string | null>(...raw.map((gate) => gate?.command), null),
  };
}

function testExecution(gates: QualityGates): GatesConfig['testExecution'] {
  const raw = [gates.test_execution, gates.test];
  return {
    ...normaliseGate(raw, { enabled: true, required: true }),
    commands: {
      python: 'pytest --cov --cov-report=json',
      javascript: 'npm test -- --coverage',
      typescript: 'npm test -- --coverage',
      ...gates.test?.commands,
      ...gates.test_execution?.commands,
    },
    coverageThresholdPercent: firstDefined(
      ...raw.map((gate) => gate?.coverage_threshold),
      gates.coverage_threshold,
      80,
    ),
  };
}

function codeStyle(
  raw: readonly [QualityGates['linting'], QualityGates['lint']],
  commands: Readonly<Record<string, string>>,
): CommandGate & { readonly autoFix: boolean } {
  return {
    ...normaliseGate(raw, { enabled: true, required: false }),
    commands: { ...commands, ...raw[1]?.commands, ...raw[0]?.commands },
    autoFix: firstDefined(...raw.map((gate) => gate?.auto_fix), true),
  };
}

function security(gates: QualityGates): GatesConfig['security'] {
  const word = firstDefined<Severity | 'moderate'>(
    gates.security?.fail_on,
    gates.security?.severity,
    'high',
  );
  const failOn = word === 'moderate' ? 'medium' : word;
  return { ...normaliseGate([gates.security], { enabled: true, required: true }), failOn };
}

function documentation(gates: QualityGates): GatesConfig['documentation'] {
  const raw = gates.documentation;
  return {
    ...normaliseGate([raw], { enabled: true, required: false }),
    checkChangelog: raw?.check_changelog ?? true,
    checkDocstrings: raw?.check_docstrings ?? true,
    checkReadme: raw?.check_readme ?? false,
  };
}

function context7(file: ConfigFile, gates: QualityGates): GatesConfig['context7'] {
  const raw = [gates.context7, file.context7];
  return {
    ...normaliseGate(raw, { enabled: false, required: false }),
    importantLibraries: firstDefined(...raw.map((gate) => gate?.important_libraries), []),
  };
}

function specCompleteness({
  spec_completeness: raw,
}: QualityGates): GatesConfig['specCompleteness'] {
  return { enabled: raw?.enabled ?? true, required: raw?.required ?? true };
}

function deployment({ deployment: raw }: QualityGates): GatesConfig['deployment'] {
  return {
    enabled: raw?.enabled ?? true,
    integrationTests: raw?.integration_tests?.enabled ?? true,
    securityScans: raw?.security_scans?.enabled ?? true,
  };
}
