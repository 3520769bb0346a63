import { arch, cpus, release, totalmem, type } from 'node:os';
import type { Environment } from '../../core/result/environment.ts';

/** This machine, as far as results depend on it. */
export function environmentHere(poolproofVersion: string): Environment {
  const processors = cpus();
  return {
    os: `${type()} ${release()}`,
    architecture: arch(),
    cpuModel: processors[0]?.model.trim() ?? 'unknown',
    cpus: processors.length,
    memoryBytes: totalmem(),
    nodeVersion: process.versions.node,
    poolproofVersion,
  };
}
