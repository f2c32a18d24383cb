// The settings of the embedded database: a table, in the order of their reasons.

/**
 * Given on the command line at each start, where neither a file in the cluster nor ALTER SYSTEM
 * can weaken them. Durability (fsync, full_page_writes, synchronous_commit) is said aloud although
 * it is the default: an acknowledged payment must survive.
 */
const settings = {
  // durability
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',

  // who may come in: only a Unix socket in a private folder, only with a password
  listen_addresses: '',
  unix_socket_permissions: '0700',
  password_encryption: 'scram-sha-256',
  max_connections: '40',

  // the log never shows a statement, a parameter or a row's value; errors reach their caller
  log_error_verbosity: 'terse',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_parameter_max_length: '0',
  log_parameter_max_length_on_error: '0',
  log_statement: 'none',
  log_connections: 'off',
  log_checkpoints: 'off',
  log_autovacuum_min_duration: '-1',
  log_lock_waits: 'off',
  log_line_prefix: '',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_destination: 'stderr',

  // speed: many small commits, short plans
  shared_buffers: '128MB',
  max_wal_size: '1GB',
  checkpoint_completion_target: '0.9',
  jit: 'off',

  // the same answers everywhere
  timezone: 'UTC',
  datestyle: 'ISO',
} as const;

/** The port only names the socket file: `.s.PGSQL.5432`. */
export const embeddedPort = 5432;

export function settingArguments(): string[] {
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
