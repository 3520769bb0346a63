import { ReturnWatch } from '../../core/observer/return-watch.ts';

/** What the one VU that looks at Redis tells the return of the API by. */
export function watchReturn(...settings: ConstructorParameters<typeof ReturnWatch>): ReturnWatch {
  return new ReturnWatch(...settings);
}
