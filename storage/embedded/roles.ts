// The roles of the embedded database: who owns the schema, who works in it, and their passwords.
import type { Client } from 'pg';
import type { ConnectionOptions } from '../engine.ts';
import type { RootKeys } from '../root-keys.ts';
import { embeddedPort } from './settings.ts';

/** Made by initdb; used once, to make the other two. */
export const superuser = 'postgres';

type Role = typeof superuser | 'gyeol_owner' | 'gyeol_app';

const database = 'gyeol';

export function passwordOf(keys: RootKeys, role: Role): string {
  return keys.database[0].derive(`database password of ${role}`).toString('hex');
}

/** How a role connects through the socket in this folder. */
export function connectionOf(keys: RootKeys, role: Role, socketFolder: string): ConnectionOptions {
  return {
    host: socketFolder,
    port: embeddedPort,
    user: role,
    password: passwordOf(keys, role),
    database: role === superuser ? 'template1' : database,
  };
}

/**
 * Makes the database and its two roles. Each step looks first, so that a start which was killed
 * half way is finished by the next one.
 */
export async function makeRoles(client: Client, keys: RootKeys): Promise<void> {
  await client.query(
    roleSql('gyeol_owner', passwordOf(keys, 'gyeol_owner')) +
      roleSql('gyeol_app', passwordOf(keys, 'gyeol_app')),
  );
  const found = await client.query('select from pg_database where datname = $1', [database]);
  if (found.rowCount === 0) await client.query('alter database postgres rename to gyeol');
  await client.query(`
    alter database gyeol owner to gyeol_owner;
    revoke all on database gyeol from public;
    grant connect on database gyeol to gyeol_app;
    revoke all on database template1 from public;
  `);
}

// The password is hexadecimal, made here; nothing in it can end the literal.
function roleSql(role: Role, password: string): string {
  return `
    do $$ begin
      if not exists (select from pg_roles where rolname = '${role}') then
        create role ${role};
      end if;
    end $$;
    alter role ${role} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls
      password '${password}';
  `;
}
