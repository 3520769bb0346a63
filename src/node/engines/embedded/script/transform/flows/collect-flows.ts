import type { AnyNode, FunctionDeclaration } from 'acorn';
import type { ParsedModule } from '../parse-module.ts';
import { evaluateNode } from './evaluate-node.ts';
import { FlowContext } from './flow-context.ts';
import type { ScriptFlows } from './flow-types.ts';
import { relevantStatements } from './relevant-statements.ts';

/**
 * Finds out which functions each call of a script may reach. One walk over the statements that matter turns each
 * construct of the language into edges of a graph between cells; then values spread along the edges until nothing
 * changes. Calls whose callee is not found in the script are then known to reach foreign code, which may reveal more:
 * hence the loop. Functions in `closed` are taken for foreign code from the beginning.
 */
export function collectFlows(module: ParsedModule, closed: ReadonlySet<AnyNode>): ScriptFlows {
  const flows = new FlowContext(module, evaluateNode);
  for (const statement of relevantStatements(module)) {
    if (closed.has(statement)) flows.leaveOut(statement as FunctionDeclaration & AnyNode);
    else flows.evaluate(statement);
  }
  do flows.graph.solve();
  while (!flows.graph.isTooLarge && flows.model.reachForeignCode(flows.calls));
  return flows;
}
