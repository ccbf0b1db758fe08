import { z } from 'zod';

import type { Diagnostic } from '../../evidence/index.ts';
import { SeatrialError } from '../../evidence/index.ts';
import { parseJsonDocument, readTextFile } from '../../project/index.ts';
import type { WrittenAcceptance } from './acceptances.ts';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

const acceptanceSchema = z.strictObject({
  id: z.string().min(1).describe('Id of the change, such as request-property-removed.'),
  operation: z.string().optional().describe('Only there: "GET /users/{id}".'),
  where: z.string().optional().describe('Only there: as the report says where.'),
  reason: z.string().min(1).describe('Why this may be broken.'),
  expires: z
    .string()
    .regex(DAY, 'a day such as 2027-01-31')
    .describe('The last day on which it holds.'),
});

const fileSchema = z.strictObject({
  $schema: z.string().optional(),
  acceptances: z.array(acceptanceSchema),
});

/**
 * Reads a file of acceptances.
 *
 * @throws {SeatrialError} `INPUT_INVALID` with file, line and column
 */
export async function readAcceptances(path: string): Promise<readonly WrittenAcceptance[]> {
  const text = await readTextFile(path);
  if (text === null) {
    throw new SeatrialError('INPUT_INVALID', `there is no file of acceptances ${path}`, {
      hint: 'it holds {"acceptances": [{"id": …, "reason": …, "expires": "2027-01-31"}]}',
    });
  }
  const { document, diagnostics } = parseJsonDocument(path, text);
  if (document === null) throw SeatrialError.input(diagnostics);
  const parsed = fileSchema.safeParse(document.value);
  if (!parsed.success) {
    throw SeatrialError.input(
      parsed.error.issues.map(({ message, path: at }): Diagnostic => {
        const keys = at.map((key) => (typeof key === 'symbol' ? String(key) : key));
        const { line, column } = document.positionOf(keys);
        const said = `${keys.join('.')}: ${message}`;
        return {
          code: 'ACCEPTANCE_INVALID',
          severity: 'error',
          message: said,
          file: path,
          line,
          column,
        };
      }),
    );
  }
  return parsed.data.acceptances.map((acceptance, index) => ({
    acceptance,
    file: path,
    line: document.positionOf(['acceptances', index]).line,
  }));
}
