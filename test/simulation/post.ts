// The line from a process to merchants' servers: letters and answers travel as steps.
import { EventEmitter } from 'node:events';
import { as, idsIn, type OnStage } from './stage.ts';

/** What a merchant's server sees of a notice. */
export interface Letter {
  readonly url: string;
  readonly eventId: string;
  readonly body: string;
}

/**
 * refuse: nobody listens. accept: 200. fail: 500. reset: taken in, and hung up before the answer.
 * silence: taken in, and never answered.
 */
export type Reaction = 'refuse' | 'accept' | 'fail' | 'reset' | 'silence';

export interface Outside {
  hear(letter: Letter, at: number): Promise<Reaction>;
}

interface PostOptions {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Stands in for a request of node:http, as far as notices use one. */
export function openPost(here: OnStage, url: URL, options: PostOptions): EventEmitter {
  const { stage, actor } = here;
  const call = new EventEmitter();
  const eventId = options.headers['webhook-id'] ?? '';
  const name = `notice ${idsIn(eventId).join('')} to ${url.pathname}`;
  let over = false;
  const end = (how: 'error' | 'response', what: unknown): void => {
    if (over || !actor.alive) return;
    over = true;
    as(stage, actor, () => call.emit(how, what));
  };
  const back = (reaction: Reaction): void => {
    if (reaction === 'silence') return;
    stage.add({
      actor,
      kind: 'line',
      label: `< ${name} ${reaction}`,
      run: async () => {
        const code = reaction === 'refuse' ? 'ECONNREFUSED' : 'ECONNRESET';
        if (reaction === 'accept') end('response', answerOf(200));
        else if (reaction === 'fail') end('response', answerOf(500));
        else end('error', Object.assign(new Error(code), { code }));
      },
    });
  };
  options.signal.addEventListener('abort', () => end('error', new Error('aborted')));
  const send = (body: string): void => {
    stage.add({
      actor,
      kind: 'line',
      label: `> ${name}`,
      run: async () => {
        const letter = { url: url.href, eventId, body };
        back(await stage.outside.hear(letter, stage.time.now()));
      },
    });
  };
  return Object.assign(call, { end: send });
}

function answerOf(statusCode: number): object {
  const body = [Buffer.from('ok')];
  return {
    statusCode,
    destroy: () => {},
    [Symbol.asyncIterator]: async function* () {
      yield* body;
    },
  };
}
