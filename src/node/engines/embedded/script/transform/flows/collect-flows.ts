import type { ParsedModule } from '../parse-module.ts';
import { evaluateNode } from './evaluate-node.ts';
import { FlowContext } from './flow-context.ts';
import type { ScriptFlows } from './flow-types.ts';
import { relevantStatements } from './relevant-statements.ts';

/**
 * Finds out which functions each call of a script may reach. One walk over the
 * statements that matter turns each construct of the
 * language into edges of a graph between cells; then values spread along the edges until nothing changes. Calls whose
 * callee is not found in the script are then known to reach foreign code, which may reveal more: hence the loop.
 */
export function collectFlows(module: ParsedModule): ScriptFlows {
  const flows = new FlowContext(module, evaluateNode);
  for (const statement of relevantStatements(module)) flows.evaluate(statement);
  do flows.graph.solve();
  while (!flows.graph.isTooLarge && flows.model.reachForeignCode(flows.calls));
  return flows;
}
