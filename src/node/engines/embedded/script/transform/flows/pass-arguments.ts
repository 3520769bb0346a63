import type { Cell, PointsToGraph, Site } from './points-to-graph.ts';

/** What a call hands over. */
export interface Arguments {
  readonly list: readonly Cell[];
  /** Arguments whose position is not known: spread, or handed over by `apply` and `bind`. */
  readonly loose: Cell | undefined;
}

/** Lets arguments reach the parameters of a function of the script. */
export function passArguments(graph: PointsToGraph, target: Site, self: Cell, args: Arguments): void {
  const { body } = target;
  if (!body) return;
  graph.flow(self, body.self);
  for (const [index, value] of args.list.entries()) {
    graph.flow(value, body.parameters[index] ?? body.rest ?? body.anyArgument);
    graph.flow(value, body.anyArgument);
  }
  if (args.loose) {
    for (const parameter of [...body.parameters, ...(body.rest ? [body.rest] : []), body.anyArgument]) {
      graph.flow(args.loose, parameter);
    }
  }
}
