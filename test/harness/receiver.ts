// A merchant's endpoint for notices: remembers every letter, answers as the test wants.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Letter {
  /** Equal on every repetition of one event. */
  readonly id: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

export type Answering = (response: ServerResponse, letter: Letter) => void;

export interface Receiver {
  readonly url: string;
  readonly letters: Letter[];
  /** From now on; 200 unless told otherwise. */
  answer(how: Answering): void;
  close(): Promise<void>;
}

export const ok: Answering = (response) => void response.end('OK');

export async function openReceiver(port = 0): Promise<Receiver> {
  const letters: Letter[] = [];
  let answering = ok;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const id = String(request.headers['webhook-id']);
      const body = JSON.parse(text) as Letter['body'];
      const letter = { id, headers: request.headers, text, body };
      letters.push(letter);
      answering(response, letter);
    });
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const { port: open } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${open}/notices`,
    letters,
    answer: (how) => {
      answering = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
