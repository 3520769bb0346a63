import loadPreflight from 'lazy/preflight';
import type { SetupData } from './setup-data.ts';

/** What the load begins with: flags to ask for, a warm cache, and Redis as it was before. */
export function preflight(): Promise<SetupData> {
  return loadPreflight().preflight();
}

/** The same without a request to the API, which is to meet its first one under load. */
export function coldPreflight(): Promise<SetupData> {
  return loadPreflight().coldPreflight();
}
