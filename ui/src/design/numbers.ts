// Counts and sizes as the page writes them: exact, with separators.
const plain = new Intl.NumberFormat('en-GB');

export function count(value: number): string {
  return plain.format(value);
}

/** `1 alert`, `2 alerts`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

export function bytes(value: number): string {
  if (value < 1000) return `${value} bytes`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let size = value / 1000;
  let unit = 0;
  while (size >= 999.5 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size >= 100 ? Math.round(size) : size.toPrecision(3)} ${units[unit] ?? ''}`;
}

/** A search's time: `6 ms`, `0.4 ms`. */
export function microseconds(value: number): string {
  if (value >= 1_000_000) return `${(value / 1_000_000).toFixed(1)} s`;
  return value >= 1000 ? `${Math.round(value / 1000)} ms` : `${(value / 1000).toFixed(1)} ms`;
}
