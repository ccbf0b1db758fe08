/** Milliseconds as people read them: `8 ms`, `1.24 s`, `12.3 s`, `2 min 05 s`, `1 h 02 min`. */
export function formatDuration(durationMs: number): string {
  if (durationMs < 999.5) {
    return `${Math.round(durationMs)} ms`;
  }
  const seconds = durationMs / 1000;
  if (seconds < 9.995) {
    return `${seconds.toFixed(2)} s`;
  }
  if (seconds < 59.95) {
    return `${seconds.toFixed(1)} s`;
  }
  const whole = Math.round(seconds);
  return whole < 3600
    ? pair(whole, 60, ['min', 's'])
    : pair(Math.floor(whole / 60), 60, ['h', 'min']);
}

function pair(amount: number, base: number, units: readonly [string, string]): string {
  const small = String(amount % base).padStart(2, '0');
  return `${Math.floor(amount / base)} ${units[0]} ${small} ${units[1]}`;
}
