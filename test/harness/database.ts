// Hands each test file a database of its own in the engine that the run has started.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    adminUrl: string;
  }
}

export interface TestDatabase {
  /** Usable as DATABASE_URL: its role owns the database and may make roles, but is no superuser. */
  readonly url: string;
  readonly drop: () => Promise<void>;
}

export async function createDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const password = randomBytes(16).toString('hex');
  await asAdmin([
    `CREATE ROLE ${name} LOGIN CREATEDB CREATEROLE PASSWORD '${password}'`,
    `CREATE DATABASE ${name} OWNER ${name} TEMPLATE template0`,
    // Who owns the schema may also end the sessions of who works in it.
    `CREATE ROLE ${name}${ofApp} LOGIN PASSWORD '${password}'`,
    `GRANT ${name}${ofApp} TO ${name}`,
  ]);
  const url = new URL(inject('adminUrl'));
  url.username = name;
  url.password = password;
  url.pathname = `/${name}`;
  // The role stays: others may depend on roles it made, and the whole engine goes with the run.
  return { url: url.href, drop: () => asAdmin([`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`]) };
}

const ofApp = '_app';

/** The same database for the role that owns nothing, as the embedded engine has one. */
export function urlOfApp(ownerUrl: string): string {
  const url = new URL(ownerUrl);
  url.username += ofApp;
  return url.href;
}

async function asAdmin(statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: inject('adminUrl') });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
