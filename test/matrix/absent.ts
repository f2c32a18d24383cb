// Compares the answer to a stranger's id with the answer to an id that never existed (ABSENT).

export interface Said {
  readonly status: number;
  readonly text: string;
}

export interface Probe {
  /** Asks with this value in the field under test. */
  readonly ask: (value: string) => Promise<Said>;
  /** Values that never existed, all different. */
  readonly never: () => string;
  /** How a value may stand in an answer: as it is, in base64, inside a link. */
  readonly echoes: (value: string) => readonly string[];
}

/**
 * Differences between the answers to `stranger` and to an id that never existed, byte for byte
 * except the echoed field. What differs between two ids that never existed was made for the
 * answer (a new TID, the time) and cannot be compared.
 */
export async function differences(probe: Probe, stranger: string): Promise<string[]> {
  const [first, second] = [probe.never(), probe.never()];
  const asked = async (value: string): Promise<string[]> =>
    linesOf(await probe.ask(value), probe, value);
  const one = await asked(first);
  const other = await asked(second);
  const found = await asked(stranger);
  if (one.length !== other.length) return ['two ids that never existed are answered differently'];
  if (found.length !== one.length) return [`${one.length} lines expected, not ${found.length}`];
  return found.filter((line, index) => line !== one[index] && one[index] === other[index]);
}

/** One line per member of a JSON object, or the whole text; the echo is replaced. */
function linesOf({ status, text }: Said, { echoes }: Probe, value: string): string[] {
  const plain = echoes(value).reduce((left, echo) => left.replaceAll(echo, '<echo>'), text);
  return [`HTTP ${status}`, ...membersOf(plain)];
}

function membersOf(text: string): string[] {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== 'object' || json === null || Array.isArray(json)) return [text];
    return Object.entries(json).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  } catch {
    return [text];
  }
}

export function echoesOf(value: string): string[] {
  const base64 = Buffer.from(value).toString('base64');
  return [value, encodeURIComponent(base64), base64, encodeURIComponent(value)];
}
