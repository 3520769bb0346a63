import { SourceMap } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the places of scripts, which run as they were bundled, stand in the files that users wrote. */
export class SourcePositions {
  readonly #maps = new Map<string, { readonly folder: string; readonly map: SourceMap }>();

  /** @param sourceMap Of the bundled script, as JSON, with sources relative to its folder. */
  add(scriptPath: string, sourceMap: string): void {
    const map = new SourceMap(JSON.parse(sourceMap));
    this.#maps.set(pathToFileURL(scriptPath).href, { folder: path.dirname(scriptPath), map });
  }

  /** Has the stack traces of all errors in this process tell places in the files that users wrote. */
  showInStackTraces(): void {
    Error.prepareStackTrace = (error, frames) =>
      [headOf(error), ...frames.map((frame) => `    at ${this.inSource(String(frame))}`)].join('\n');
  }

  /** A text with the places of a bundled script in it. */
  inSource(text: string): string {
    return text.replace(/(file:\/\/\S+?):(\d+):(\d+)/g, (place, url: string, line: string, column: string) => {
      const known = this.#maps.get(url);
      const entry = known?.map.findEntry(Number(line) - 1, Number(column) - 1);
      if (known === undefined || entry === undefined || !('originalSource' in entry)) return place;
      const { href } = pathToFileURL(path.resolve(known.folder, entry.originalSource));
      return `${href}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    });
  }
}

function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return '[object Object]';
  }
}
