// One try to tell a merchant's server: a checked address, no redirects, little patience.
import { lookup } from 'node:dns/promises';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import type { Mode } from '../../storage/installation.ts';
import { type Address, addressOf, type Resolve } from './addresses.ts';

export interface Letter {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Reply {
  /** Null when there was no answer. */
  readonly status: number | null;
  /** Null when it was heard: any 2xx. */
  readonly failure: string | null;
  /** The beginning of the answer. */
  readonly answer: string;
}

export interface SendOptions {
  readonly mode: Mode;
  readonly resolve?: Resolve;
  /** Real time: a slow receiver is slow whatever the sandbox clock says. */
  readonly patienceMs?: number;
}

const usualPatienceMs = 10_000;
const mostBytes = 64 * 1024;
const keptCharacters = 1_024;

const byName: Resolve = async (host) =>
  (await lookup(host, { all: true })).map(({ address, family }) => ({
    address,
    family: family === 6 ? 6 : 4,
  }));

export async function send(letter: Letter, options: SendOptions): Promise<Reply> {
  const { mode, resolve = byName, patienceMs = usualPatienceMs } = options;
  const url = new URL(letter.url);
  const patience = AbortSignal.timeout(patienceMs);
  try {
    const address = await inTime(addressOf(url, mode, resolve), patience);
    if (address === null) return missed('address not allowed');
    return await exchange(letter, { url, address, patience });
  } catch (error) {
    return missed(patience.aborted ? 'no answer in time' : reasonOf(error));
  }
}

function missed(failure: string): Reply {
  return { status: null, failure, answer: '' };
}

/** Codes of the system only: messages may carry what the other side chose. */
function reasonOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^[A-Z_0-9]+$/.test(code) ? code : 'broken connection';
}

function inTime<Value>(work: Promise<Value>, patience: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    patience.addEventListener('abort', () => reject(new Error('too late')), { once: true });
    work.then(resolve, reject);
  });
}

interface Line {
  readonly url: URL;
  readonly address: Address;
  readonly patience: AbortSignal;
}

function exchange(letter: Letter, line: Line): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const call = open(letter, line);
    call.once('error', reject);
    call.once('response', (response) => readReply(response).then(resolve, reject));
    call.end(letter.body);
  });
}

/** Host and certificate stay those of the name; the connection goes to the checked address. */
function open({ headers, body }: Letter, { url, address, patience }: Line): ClientRequest {
  const toAddress: LookupFunction = (_host, options, done) => {
    if (options.all === true) done(null, [address]);
    else done(null, address.address, address.family);
  };
  const start = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return start(url, {
    method: 'POST',
    headers: {
      ...headers,
      'content-length': String(Buffer.byteLength(body)),
      'user-agent': 'Gyeol',
      'accept-encoding': 'identity',
      connection: 'close',
    },
    lookup: toAddress,
    agent: false,
    signal: patience,
  });
}

/** Status and beginning are enough: whoever talks on is not listened to (T59). */
async function readReply(response: IncomingMessage): Promise<Reply> {
  const status = response.statusCode ?? 0;
  const heard = status >= 200 && status < 300;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > mostBytes) {
      response.destroy();
      return { status, failure: 'answer too long', answer: beginningOf(chunks) };
    }
  }
  return { status, failure: heard ? null : `status ${status}`, answer: beginningOf(chunks) };
}

/** Controls would forge lines and terminals; what was never text is shown as what it is. */
function beginningOf(chunks: readonly Buffer[]): string {
  const text = Buffer.concat(chunks).toString('utf8').slice(0, keptCharacters);
  return text.replace(/[\p{Cc}\p{Cs}]/gu, '·');
}
