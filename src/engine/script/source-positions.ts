import { SourceMap } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { GoError } from '../vu/go-error.ts';

/** Where the places of scripts, which run as they were bundled, stand in the files that users wrote. */
export class SourcePositions {
  readonly #scripts = new Map<string, { readonly folder: string; readonly sourceMap: Uint8Array; map?: SourceMap }>();

  /** @param sourceMap Of the bundled script, JSON, with sources relative to its folder. */
  add(scriptPath: string, sourceMap: Uint8Array): void {
    this.#scripts.set(pathToFileURL(scriptPath).href, { folder: path.dirname(scriptPath), sourceMap });
  }

  /**
   * Has the stack traces of all errors in this process tell places in the files that users wrote, and none of the engine
   * and of Node.js where a script led to them.
   */
  showInStackTraces(): void {
    Error.prepareStackTrace = (error, frames) => {
      const ofScript = frames.filter(isOfScript);
      const shown = ofScript.length > 0 || error instanceof GoError ? ofScript : frames;
      return [headOf(error), ...shown.map((frame) => `    at ${this.inSource(String(frame))}`)].join('\n');
    };
  }

  /** The files of the script that led to this call: first the one whose code calls, last the one whose init code runs. */
  callingFiles(): string[] {
    const { stackTraceLimit, prepareStackTrace } = Error;
    Error.stackTraceLimit = Number.POSITIVE_INFINITY;
    Error.prepareStackTrace = (_error, frames) => frames.filter(isOfScript).map(String);
    const frames = new Error().stack as unknown as readonly string[];
    Object.assign(Error, { stackTraceLimit, prepareStackTrace });
    return frames.flatMap((frame) => {
      const [url] = /file:\/\/\S+?(?=:\d+:\d+)/.exec(this.inSource(frame)) ?? [];
      return url === undefined ? [] : fileURLToPath(url);
    });
  }

  /** A text with the places of a bundled script in it. */
  inSource(text: string): string {
    return text.replace(/(file:\/\/\S+?):(\d+):(\d+)/g, (place, url: string, line: string, column: string) => {
      const script = this.#scripts.get(url);
      if (script === undefined) return place;
      // Not before somebody asks: it takes longer than to compile the script.
      script.map ??= new SourceMap(JSON.parse(Buffer.from(script.sourceMap).toString()));
      const entry = script.map.findEntry(Number(line) - 1, Number(column) - 1);
      if (!('originalSource' in entry)) return place;
      const { href } = pathToFileURL(path.resolve(script.folder, entry.originalSource));
      return `${href}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
    });
  }
}

/** Scripts alone have a URL. */
function isOfScript(frame: NodeJS.CallSite): boolean {
  return frame.getFileName()?.startsWith('file://') ?? false;
}

function headOf(error: Error): string {
  try {
    return Error.prototype.toString.call(error);
  } catch {
    return '[object Object]';
  }
}
