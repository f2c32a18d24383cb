// Starts, once per run, the PostgreSQL that ships inside the packages.
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { installedBinaries, linkLibraries } from '../../storage/embedded/binaries.ts';
import { startCluster } from './cluster.ts';

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const binaries = installedBinaries();
  linkLibraries(binaries);
  const cluster = await startCluster(join(binaries.folder, 'bin'));
  project.provide('adminUrl', cluster.adminUrl);
  return cluster.stop;
}
