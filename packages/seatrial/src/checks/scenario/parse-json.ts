/** Parses without throwing. */
export function parseJson(text: string): { readonly isJson: boolean; readonly value: unknown } {
  try {
    return { isJson: true, value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return { isJson: false, value: undefined };
    throw error;
  }
}
