// The ground of a simulated world: a database whose now() is ours, merchants, and the bank.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type {
  Contract,
  ContractId,
  Credential,
  CredentialId,
  Dialect,
  Merchant,
  MerchantId,
} from '../../core/merchant/merchant.ts';
import { usualPolicy } from '../../core/merchant/policy.ts';
import { type Terms, usualTerms } from '../../core/merchant/terms.ts';
import type { Caller } from '../../core/payment/approve.ts';
import { instant } from '../../core/time/instant.ts';
import { grantRights } from '../../storage/grants.ts';
import { stampMode } from '../../storage/installation.ts';
import { insertContract, insertCredential, insertMerchant } from '../../storage/merchant.ts';
import { migrate } from '../../storage/migrate.ts';
import type { Dice } from './dice.ts';
import { openEndpoints } from './endpoints.ts';
import { watching } from './watch.ts';

export interface Ground {
  /** Of the role that serves: it may do no more than the product's table of rights says. */
  readonly settings: pg.ClientConfig;
  /** For what the world does itself: time, merchants, the auditor's questions. */
  readonly owner: pg.Client;
  close(): Promise<void>;
}

// Leases and signs of life run on the database's clock. It must follow the simulated one, so a
// now() of ours stands before PostgreSQL's own. Nothing here survives a power cut, and need not.
const simulatedNow = [
  'create schema simulation',
  'create table simulation.clock (at timestamptz not null)',
  "insert into simulation.clock values ('2026-01-01T00:00:00Z')",
  `create function simulation.now() returns timestamptz language sql stable
     as 'select at from simulation.clock'`,
];

export async function openGround(adminUrl: string): Promise<Ground> {
  const name = `simulation_${randomBytes(6).toString('hex')}`;
  const password = randomBytes(16).toString('hex');
  await asAdmin(adminUrl, [
    `create role ${name} login password '${password}'`,
    `create database ${name} template template0`,
    `alter database ${name} set search_path = public, simulation, pg_catalog`,
    `alter database ${name} set synchronous_commit = off`,
  ]);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  const owner = new pg.Client({ connectionString: url.href });
  owner.on('error', () => {});
  await owner.connect();
  for (const statement of simulatedNow) await owner.query(statement);
  await migrate(owner);
  for (const statement of watching) await owner.query(statement);
  await stampMode(owner, 'sandbox');
  await grantRights(owner, name);
  await owner.query(`grant usage on schema simulation to ${name}`);
  await owner.query(`grant select on simulation.clock to ${name}`);
  Object.assign(url, { username: name, password });
  return {
    settings: { connectionString: url.href },
    owner,
    async close() {
      await owner.end();
      await asAdmin(adminUrl, [`drop database ${name} with (force)`, `drop role ${name}`]);
    },
  };
}

async function asAdmin(adminUrl: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/**
 * The next world begins on the same Monday, at the same bank: nothing of this one may be left.
 * What forbids changes to the books is meant for the product, not for whoever made this world.
 */
export async function emptyGround({ owner }: Ground): Promise<void> {
  const found = await owner.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
     where schemaname in ('public', 'simulator', 'simulation')
       and tablename not in ('migration', 'installation', 'clock')`,
  );
  await owner.query('set session_replication_role = replica');
  await owner.query(`truncate ${found.rows.map(({ name }) => name).join(', ')}`);
  await owner.query('reset session_replication_role');
}

export async function setDatabaseTime({ owner }: Ground, at: number): Promise<void> {
  await owner.query('update simulation.clock set at = $1', [new Date(at).toISOString()]);
}

export interface Shops {
  /** One entry for each credential; a merchant may have several. */
  readonly callers: Caller[];
  readonly merchantIds: readonly string[];
}

export interface Opening {
  readonly dice: Dice;
  readonly newId: () => string;
  readonly at: number;
}

/** Two merchants; the first has two contracts of each dialect, on different terms. */
export async function openShops({ owner }: Ground, opening: Opening): Promise<Shops> {
  // A world of deposits only, or of everything, because a deposit needs a sale that was paid out.
  const afterPayout = opening.dice.chance(0.5) ? 'deposit' : null;
  const callers: Caller[] = [];
  const merchantIds: string[] = [];
  for (const contracts of [2, 1]) {
    const id = opening.newId() as MerchantId;
    const merchant = { id, name: `가게 ${merchantIds.length + 1}`, generation: 1 };
    merchantIds.push(id);
    await insertMerchant(owner, { ...merchant, at: instant(opening.at) });
    for (let each = 0; each < contracts; each += 1) {
      for (const dialect of ['cookiepay', 'payple'] as const) {
        const caller = await openContract(owner, { merchant, dialect, afterPayout }, opening);
        await openEndpoints(owner, caller, opening);
        callers.push(caller);
      }
    }
  }
  return { callers, merchantIds };
}

interface Agreed {
  readonly merchant: Merchant;
  readonly dialect: Dialect;
  /** The same for all contracts of the world; null draws. */
  readonly afterPayout: Terms['afterPayout'] | null;
}

async function openContract(
  owner: pg.Client,
  { merchant, dialect, afterPayout }: Agreed,
  { dice, newId, at }: Opening,
): Promise<Caller> {
  const terms = termsBy(dice);
  const contract: Contract = {
    id: newId() as ContractId,
    merchantId: merchant.id,
    dialect,
    gateway: dialect === 'payple' ? 'payple' : 'kiwoom',
    terms: {
      ...terms,
      ...{ keyIn: dialect === 'cookiepay', afterPayout: afterPayout ?? terms.afterPayout },
    },
  };
  await insertContract(owner, { ...contract, at: instant(at) });
  const credential: Credential = {
    id: newId() as CredentialId,
    merchantId: merchant.id,
    contractId: contract.id,
    publicId: `shop-${newId()}`,
    version: 1,
    policy: usualPolicy,
  };
  const unused = { secretHash: 'nobody calls over HTTP here', refundHash: null, clientKey: null };
  const stored = { ...credential, ...unused, dialect, at: instant(at) };
  await insertCredential(owner, stored);
  return { merchant, contract, credential };
}

const paidForThree = [{ months: 3, rate: 2_000, acquirerRate: 1_800 }];
const paidForAll = Array.from({ length: 11 }, (_, n) => {
  return { months: n + 2, rate: 1_001 + 333 * n, acquirerRate: n };
});

function termsBy(dice: Dice): Terms {
  return {
    ...usualTerms,
    feeRate: dice.pick([0, 800, 1_155, 2_500, 2_501, 3_300]),
    feeBasis: dice.pick(['excluding-vat', 'including-vat']),
    transferFeeRate: dice.pick([1_800, 1_800, 0, 1_801, 2_750]),
    virtualAccountWon: dice.pick([300, 300, 0, 1, 655]),
    acquirerRate: dice.pick([0, 1_999, 2_000]),
    feeOnCancel: dice.pick(['refunded', 'refunded', 'kept']),
    tax: dice.pick(['taxable', 'taxable', 'tax-free', 'mixed']),
    partialCancel: dice.chance(0.85),
    // Short terms, so that payouts close and are paid while shops still cancel and processes crash.
    payoutDays: dice.pick([1, 1, 2, 6]),
    accountPayoutDays: dice.pick([2, 2, 3]),
    afterPayout: dice.pick(['offset', 'offset', 'deposit', 'refuse']),
    depositBasis: dice.pick(['gross', 'net']),
    holdbackRate: dice.pick([0, 0, 10_000]),
    holdbackDays: dice.pick([1, 2]),
    instalmentFees: dice.pick([[], paidForThree, paidForAll]),
  };
}
