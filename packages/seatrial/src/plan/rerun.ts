/** The command that carries out one check alone. */
export function rerunOf(id: string): string {
  return `npx seatrial run --only ${/^[\w:.-]+$/.test(id) ? id : JSON.stringify(id)}`;
}
