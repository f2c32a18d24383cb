// Starts, once per run, the oldest PostgreSQL server we support, from the system's packages.
import type { TestProject } from 'vitest/node';
import { findServerBinaries } from '../../scripts/packages.ts';
import { startCluster } from './cluster.ts';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binaries = findServerBinaries();
  if (!binaries) throw new Error('PostgreSQL 15 or later is not installed on this machine.');
  const cluster = await startCluster(binaries);
  project.provide('adminUrl', cluster.adminUrl);
  return cluster.stop;
}
