// The environment as a checked configuration; a bad value stops the start with one sentence.
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { Mode } from '../storage/installation.ts';
import { StartRefused } from '../storage/start-refused.ts';

export interface Config {
  readonly port: number;
  readonly host: string;
  readonly dataFolder: string;
  /** Null runs the embedded engine. */
  readonly databaseUrl: string | null;
  /** Who owns the schema of that database and migrates it; null for the same user. */
  readonly databaseOwnerUrl?: string | null;
  readonly mode: Mode;
  /** Null derives it from host and port. Without a slash at the end. */
  readonly publicUrl: string | null;
  readonly logLevel: LogLevel;
  readonly trustedProxies: readonly string[];
  /** An old backup was put back: what it revives is void, and the rail is asked what was lost. */
  readonly restored?: boolean;
}

const logLevels = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What the operator is told when the start was refused; null for any other error. */
export function sentenceOf(error: unknown): string | null {
  return error instanceof StartRefused ? error.message : null;
}

type Environment = Readonly<Record<string, string | undefined>>;

export function readConfig(env: Environment): Config {
  const mode = oneOf(env, 'GYEOL_MODE', ['sandbox', 'live'] as const) ?? 'sandbox';
  if (mode === 'live') {
    throw new StartRefused(
      'GYEOL_MODE=live is refused: there is no real rail yet, only a simulator without money.',
    );
  }
  const host = env.HOST || '127.0.0.1';
  if (!isLoopback(host) && env.GYEOL_SANDBOX_EXPOSED !== 'yes') {
    throw new StartRefused(
      `HOST=${printable(host)} would show the sandbox and its published keys to others; ` +
        'set GYEOL_SANDBOX_EXPOSED=yes if you mean it.',
    );
  }
  return {
    port: portOf(env.PORT),
    host,
    dataFolder: resolve(env.GYEOL_DATA || '.gyeol'),
    ...databaseOf(env),
    mode,
    publicUrl: publicUrlOf(env.GYEOL_PUBLIC_URL),
    logLevel: oneOf(env, 'LOG_LEVEL', logLevels) ?? 'info',
    trustedProxies: proxiesOf(env.GYEOL_TRUSTED_PROXIES ?? ''),
  };
}

/** Whether the sample shop stands beside a sandbox; the gateway itself knows nothing of it. */
export function wantsShop(env: Environment): boolean {
  return oneOf(env, 'GYEOL_SHOP', ['on', 'off'] as const) !== 'off';
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return 8080;
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port > 65_535) {
    throw new StartRefused(`PORT must be a number from 0 to 65535, not ${printable(text)}.`);
  }
  return port;
}

function oneOf<Value extends string>(
  env: Environment,
  name: string,
  values: readonly Value[],
): Value | null {
  const text = env[name];
  if (text === undefined || text === '') return null;
  const found = values.find((value) => value === text);
  if (found === undefined) {
    throw new StartRefused(`${name} must be ${values.join(' or ')}, not ${printable(text)}.`);
  }
  return found;
}

function databaseOf(env: Environment): Pick<Config, 'databaseUrl' | 'databaseOwnerUrl'> {
  const databaseUrl = databaseUrlOf(env, 'DATABASE_URL');
  const databaseOwnerUrl = databaseUrlOf(env, 'DATABASE_OWNER_URL');
  if (databaseUrl === null && databaseOwnerUrl !== null) {
    throw new StartRefused('DATABASE_OWNER_URL says nothing without a DATABASE_URL.');
  }
  return { databaseUrl, databaseOwnerUrl };
}

function databaseUrlOf(env: Environment, name: string): string | null {
  const text = env[name];
  if (text === undefined || text === '') return null;
  if (!/^postgres(ql)?:\/\//.test(text)) {
    throw new StartRefused(`${name} must begin with postgres:// or postgresql://.`);
  }
  return text;
}

function publicUrlOf(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.username || url.search || url.hash) {
    throw new StartRefused(
      // It may hold a password, so it is not repeated.
      'GYEOL_PUBLIC_URL must be an http or https address without user, query or fragment.',
    );
  }
  return url.href.replace(/\/+$/, '');
}

/** Addresses, or networks of them like 10.0.0.0/8. */
function proxiesOf(text: string): string[] {
  const proxies = text.split(/[\s,]+/).filter(Boolean);
  const unfit = proxies.find((proxy) => !isNetwork(proxy));
  if (unfit === undefined) return proxies;
  throw new StartRefused(
    `GYEOL_TRUSTED_PROXIES must be addresses or networks, not ${printable(unfit)}.`,
  );
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  if (isIP(address) === 0 || rest.length > 0) return false;
  return bits === undefined || (/^[1-9]\d{0,2}$/.test(bits) && Number(bits) <= most);
}

function printable(text: string): string {
  return JSON.stringify(text.slice(0, 60));
}
