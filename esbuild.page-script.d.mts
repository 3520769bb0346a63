import type { Plugin } from 'vitest/config';

export const pageScriptInTests: Plugin;
