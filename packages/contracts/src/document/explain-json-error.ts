import { ContractError } from '../diagnostic.ts';
import { positionAt } from './position.ts';
import { quote } from './quote.ts';

/** Says where a JSON text goes wrong. */
export function explainJsonError(text: string, uri: string, error: unknown): ContractError {
  const said = error instanceof Error ? error.message : String(error);
  const offset = Number(/position (\d+)/.exec(said)?.[1] ?? text.length);
  const rest = text.slice(offset).trim();
  return new ContractError(
    {
      code: 'DOCUMENT_SYNTAX',
      severity: 'error',
      file: uri,
      ...positionAt(text, Math.min(offset, text.length)),
      message: rest === '' ? 'the JSON ends too early' : 'this is not valid JSON',
      ...(rest === '' ? {} : { seen: quote(rest) }),
    },
    error,
  );
}
