// HTTP as fetch does not let one speak it: another Host, another address, a hang-up half way.
import { request } from 'node:http';

export interface Said {
  readonly url: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The caller's own address, for example 127.0.0.2. */
  readonly from?: string;
}

export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export function speak({ url, method = 'GET', headers = {}, body, from }: Said): Promise<Heard> {
  return new Promise((resolve, reject) => {
    const asking = request(
      url,
      { method, headers, agent: false, ...(from === undefined ? {} : { localAddress: from }) },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () =>
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
        answer.on('error', reject);
      },
    );
    asking.on('error', reject);
    asking.end(body);
  });
}

/** Sends a request and hands back the way to hang up before its answer. */
export function sendAndHangUp({ url, method = 'POST', headers = {}, body }: Said): () => void {
  const asking = request(url, { method, headers, agent: false });
  asking.on('error', () => {});
  asking.end(body);
  return () => asking.destroy();
}
