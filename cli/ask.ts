// The commands that talk to a running server over its own API, and print what it says.

export interface Asking {
  readonly command: string;
  readonly argument: string | null;
  readonly server: { readonly url: string; readonly key: string | null };
}

interface Command {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly key: string;
  print(body: Record<string, unknown>): { readonly text: string; readonly code: number };
}

const operatorKey = 'ok_sandbox_demo';

export async function ask({ command, argument, server }: Asking): Promise<number> {
  const found = commands(argument)[command];
  if (found === undefined) {
    process.stderr.write(
      `There is no command ${JSON.stringify(command)}; gyeol --help lists them.\n`,
    );
    return 64;
  }
  const body = bodyOf(argument);
  const answer = await fetch(`${server.url}${found.path}`, {
    method: found.method,
    headers: {
      authorization: `Bearer ${server.key ?? found.key}`,
      'content-type': 'application/json',
    },
    ...(found.method === 'POST' ? { body } : {}),
  }).catch(() => null);
  if (answer === null) {
    process.stderr.write(`No Gyeol answers at ${server.url}; start it, or name it with --url.\n`);
    return 69;
  }
  const said = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) {
    process.stderr.write(`${escaped(`${said.title ?? answer.status} ${said.detail ?? ''}`)}\n`);
    return 1;
  }
  const { text, code } = found.print(said);
  process.stdout.write(`${text}\n`);
  return code;
}

/** A duration begins with P, anything else is taken for an instant. */
function bodyOf(argument: string | null): string {
  if (argument === null) return '{}';
  return JSON.stringify(argument.startsWith('P') ? { advance: argument } : { to: argument });
}

function commands(argument: string | null): Readonly<Record<string, Command | undefined>> {
  return {
    verify: { method: 'GET', path: '/v1/ledger/verify', key: operatorKey, print: printVerdict },
    clock: {
      method: argument === null ? 'GET' : 'POST',
      path: '/sandbox/clock',
      key: operatorKey,
      print: ({ now, ran, left }) => {
        const done = ran === undefined ? '' : `, ${ran} due things done`;
        const failed = (left ?? 0) === 0 ? '' : `, ${left} could not be done`;
        return { text: `${now}${done}${failed}`, code: 0 };
      },
    },
    cards: { method: 'GET', path: '/sandbox/cards', key: operatorKey, print: printCards },
    routes: { method: 'GET', path: '/v1/openapi.json', key: operatorKey, print: printRoutes },
  };
}

function printVerdict(body: Record<string, unknown>): { text: string; code: number } {
  const breaks = body.breaks as Record<string, string>[];
  if (breaks.length === 0) return { text: 'The books close.', code: 0 };
  const lines = breaks.map(({ check, subject, expected, found, rule }) =>
    escaped(`${check} ${subject}: expected ${expected}, found ${found} (${rule})`),
  );
  return { text: lines.join('\n'), code: 1 };
}

function printCards(body: Record<string, unknown>): { text: string; code: number } {
  const lines = (body.cards as Record<string, string>[]).map(
    ({ number = '', behaviour = '', acquirer = '', issuer = '' }) =>
      escaped(`${number.padEnd(17)} ${behaviour.padEnd(20)} ${acquirer} ${issuer}`),
  );
  return { text: lines.join('\n'), code: 0 };
}

function printRoutes(body: Record<string, unknown>): { text: string; code: number } {
  const paths = body.paths as Record<string, Record<string, { summary: string }>>;
  const lines = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(
      ([method, { summary }]) => `${method.toUpperCase().padEnd(6)} ${path.padEnd(48)} ${summary}`,
    ),
  );
  return { text: lines.join('\n'), code: 0 };
}

/** Answers may hold text of strangers; a terminal must not obey it (T71). */
function escaped(text: string): string {
  return text.replace(
    /[^\x20-\x7e\u00a0-\uffff]/g,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
