// The wire to the database, to be cut on purpose: a statement is committed and its answer is lost.
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface DatabaseLine {
  /** Usable as DATABASE_URL in place of the real one. */
  readonly url: string;
  /**
   * The next statement whose message contains this text is carried out, and the connection breaks
   * before its answer comes back. Resolves when that has happened.
   */
  cutAnswerTo(text: string): Promise<void>;
  /** Until mended, no statement with this text gets through: the connection breaks instead. */
  breakBefore(text: string): { readonly broken: Promise<void>; mend(): void };
  /** The next answer to a statement with this text waits until released, or is lost. */
  holdAnswerTo(text: string): HeldAnswer;
  /** Breaks every connection and refuses new ones, until `up`. */
  down(): void;
  up(): void;
  close(): Promise<void>;
}

export interface HeldAnswer {
  /** When the statement was committed. */
  readonly held: Promise<void>;
  release(): void;
  cut(): void;
}

/** What ends every answer: ReadyForQuery in the idle state, that is, after the commit. */
const ready = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

interface Watch {
  readonly text: Buffer;
  readonly seen: () => void;
  /** Null breaks the connection before the statement gets through, as often as it is tried. */
  readonly answered: ((pass: () => void, cut: () => void) => void) | null;
}

export async function openDatabaseLine(databaseUrl: string): Promise<DatabaseLine> {
  const target = new URL(databaseUrl);
  const open = new Set<Socket>();
  const watches = new Set<Watch>();
  let isUp = true;
  const server = createServer((near) => {
    if (!isUp) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    join(near, far, watches);
    for (const socket of [near, far]) {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
    }
  });
  const port = await listen(server);
  const watch = (text: string, answered: Watch['answered']): Promise<void> =>
    new Promise((seen) => {
      watches.add({ text: Buffer.from(text), seen, answered });
    });
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String(port);
  const breakAll = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: url.href,
    cutAnswerTo: (text) => watch(text, (_pass, cut) => cut()),
    breakBefore(text) {
      const broken = watch(text, null);
      const standing = [...watches].at(-1);
      return { broken, mend: () => void (standing && watches.delete(standing)) };
    },
    holdAnswerTo: (text) => hold((answered) => watch(text, answered)),
    down() {
      isUp = false;
      breakAll();
    },
    up() {
      isUp = true;
    },
    close() {
      breakAll();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}

function hold(watch: (answered: NonNullable<Watch['answered']>) => Promise<void>): HeldAnswer {
  let end = { pass: (): void => {}, cut: (): void => {} };
  const held = watch((pass, cut) => {
    end = { pass, cut };
  });
  return { held, release: () => end.pass(), cut: () => end.cut() };
}

/** Both ends live and die together; what is watched for is kept back once its answer is whole. */
function join(near: Socket, far: Socket, watches: Set<Watch>): void {
  let caught: { answered: NonNullable<Watch['answered']>; seen: () => void } | null = null;
  let kept: Buffer[] = [];
  const cut = (): void => {
    near.destroy();
    far.destroy();
  };
  near.on('data', (chunk) => {
    const found = [...watches].find((each) => chunk.includes(each.text));
    if (found?.answered === null) {
      found.seen();
      return cut();
    }
    if (found !== undefined) {
      watches.delete(found);
      caught = { answered: found.answered, seen: found.seen };
    }
    far.write(chunk);
  });
  far.on('data', (chunk) => {
    if (caught === null) return void near.write(chunk);
    kept.push(chunk);
    const whole = Buffer.concat(kept);
    if (!whole.subarray(-ready.length).equals(ready)) return;
    const { answered, seen } = caught;
    caught = null;
    kept = [];
    answered(() => near.write(whole), cut);
    seen();
  });
  for (const socket of [near, far]) {
    socket.on('error', cut);
    socket.on('close', cut);
  }
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}
