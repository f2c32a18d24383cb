// The page's three questions to its own server, each of which ends, one way or the other.
import type { Boot, PayRequest } from '../../wire/window.ts';

export interface Server {
  look(): Promise<Boot>;
  /** The turn tells a second click from a second try. */
  pay(request: PayRequest, turn: number): Promise<Boot>;
  close(): Promise<Boot>;
}

/** Longer than the server takes for an answer in any case. */
const patienceMs = 35_000;

export function serverOf(id: string): Server {
  const call = async (path: string, body?: unknown): Promise<Boot> => {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), patienceMs);
    try {
      const response = await fetch(`/window/${encodeURIComponent(id)}/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: { 'content-type': 'application/json' },
        ...{ cache: 'no-store', redirect: 'error', signal: abort.signal },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return (await response.json()) as Boot;
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    look: () => call('state'),
    pay: (request, turn) => call('pay', { ...request, turn }),
    close: () => call('close', {}),
  };
}
