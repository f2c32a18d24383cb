// Speaks HTTP byte by byte, as no client would: for what a parser must refuse.
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const patienceMs = 10_000;

/** Sends these bytes and answers everything that comes until the server closes the connection. */
export function exchange(url: string, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = open(url);
    let said = '';
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Error(`The connection stayed open after: ${said.slice(0, 200)}`));
    }, patienceMs);
    socket.setEncoding('latin1').on('data', (text) => {
      said += text;
    });
    // A server that refuses while we still write resets the connection; what it said counts.
    socket.on('error', () => {});
    socket.on('close', () => {
      clearTimeout(timer);
      resolve(said);
    });
    for (const part of parts) socket.write(part);
  });
}

export function open(url: string): Socket {
  const { hostname, port } = new URL(url);
  return connect({ host: hostname, port: Number(port) });
}

/** The answers that stand one after the other in what was said. */
export function answersIn(said: string): RawAnswer[] {
  const answers: RawAnswer[] = [];
  for (let rest = said; rest !== ''; ) {
    const end = rest.indexOf('\r\n\r\n');
    if (end < 0) throw new Error(`No answer: ${rest.slice(0, 200)}`);
    const [first = '', ...lines] = rest.slice(0, end).split('\r\n');
    const headers = Object.fromEntries(
      lines.map((line) => {
        const [name = '', ...value] = line.split(':');
        return [name.toLowerCase(), value.join(':').trim()] as const;
      }),
    );
    const length = Number(headers['content-length'] ?? 0);
    const body = rest.slice(end + 4, end + 4 + length);
    answers.push({ status: Number(first.split(' ')[1]), headers, body });
    // Only the empty answers of Node itself come in chunks.
    rest = rest.slice(end + 4 + length).replace(/^0\r\n\r\n/, '');
  }
  return answers;
}
