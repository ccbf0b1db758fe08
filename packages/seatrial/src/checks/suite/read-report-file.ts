import { open } from 'node:fs/promises';
import { TextDecoder } from 'node:util';

import { failure } from '../../evidence/index.ts';
import type { JunitOptions } from './readers/read-junit.ts';
import { JunitReader } from './readers/read-junit.ts';
import type { SuiteReport } from './suite-report.ts';

/** A larger report is refused, so that a runner gone wild cannot fill our memory. */
const MAX_REPORT_BYTES = 100 * 1024 * 1024;

/** Reads a report with the reader of its format; null when the file does not exist. */
export async function readReportFile(
  file: string,
  read: (text: string) => SuiteReport,
): Promise<SuiteReport | null> {
  await using handle = await openReport(file);
  if (handle === null) return null;
  return (await tooLarge(handle)) ?? read(await handle.readFile('utf8'));
}

/** Reads a JUnit XML file piece by piece, in the encoding it declares; null when the file does not exist. */
export async function readJunitFile(
  file: string,
  options: JunitOptions = {},
): Promise<SuiteReport | null> {
  await using handle = await openReport(file);
  if (handle === null) return null;
  const refused = await tooLarge(handle);
  if (refused !== null) return refused;
  const reader = new JunitReader(options);
  let decoder: TextDecoder | undefined;
  for await (const chunk of handle.createReadStream({ autoClose: false })) {
    // A stream without an encoding yields buffers.
    const bytes = chunk as Buffer;
    decoder ??= decoderFor(bytes);
    reader.write(decoder.decode(bytes, { stream: true }));
  }
  reader.write(decoder?.decode() ?? '');
  return reader.end();
}

type Handle = Awaited<ReturnType<typeof open>>;

async function openReport(file: string): Promise<Handle | null> {
  try {
    return await open(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

async function tooLarge(handle: Handle): Promise<SuiteReport | null> {
  const { size } = await handle.stat();
  if (size <= MAX_REPORT_BYTES) return null;
  const seen = `${Math.round(size / 1024 / 1024)} MB`;
  const expected = `at most ${MAX_REPORT_BYTES / 1024 / 1024} MB`;
  return {
    tests: [],
    problems: [failure('the report is too large to be read', { expected, seen })],
  };
}

function decoderFor(start: Buffer): TextDecoder {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le');
  const declared = /^[^>]*\bencoding=["']([\w-]+)["']/.exec(start.toString('latin1', 0, 200))?.[1];
  try {
    return new TextDecoder(declared ?? 'utf-8');
  } catch (error) {
    // An encoding that nobody knows: what is not ASCII becomes unreadable, the outcomes do not.
    if (error instanceof RangeError) return new TextDecoder();
    throw error;
  }
}
