import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { type AwsProxy, denyAsAws, type HandedOn, type Meddled, refuseAsAws, serveAwsProxy } from './aws-proxy.ts';
import type { Moto } from './moto.ts';

const UPDATE = 'lambda:UpdateFunctionConfiguration';
const CONFIGURATION = [UPDATE, 'lambda:GetFunctionConfiguration'];
const CHANGES = [UPDATE, 'lambda:PutFunctionConcurrency', 'lambda:DeleteFunctionConcurrency'];

/** What becomes of a call; the numbers are those of HTTP. */
export type Fault =
  | readonly [status: number, name: string]
  | 'denied'
  /** The connection is cut before the call is made. */
  | 'cut'
  /** The call is made, and the connection is cut before it is answered. */
  | 'answer lost';

export interface LambdaProxyOptions {
  /** Called before a call is handed on; may change the function meanwhile. */
  readonly onCall?: (action: string) => Fault | undefined | Promise<Fault | undefined>;
  /** Called after the function was changed. */
  readonly onChange?: () => void;
  /** How often an update is seen to be under way. */
  readonly updateLooks?: number;
}

/**
 * Stands in front of moto for one function, and is right where moto is wrong: the function has a RevisionId, a change of another
 * revision is refused, and an update is under way for a while.
 */
export async function serveLambdaProxy(moto: Moto, options: LambdaProxyOptions = {}): Promise<AwsProxy> {
  const { onCall, onChange, updateLooks = 1 } = options;
  let revision = randomUUID();
  let looksLeft = 0;

  function conflictOf(body: string): Fault | undefined {
    if (looksLeft > 0) return [409, 'ResourceConflictException'];
    const { RevisionId = revision } = JSON.parse(body) as { RevisionId?: string };
    return RevisionId === revision ? undefined : [412, 'PreconditionFailedException'];
  }

  /** The answer to a call as Lambda has it. */
  function rewrite(action: string, text: string): string {
    if (action === UPDATE) {
      revision = randomUUID();
      looksLeft = updateLooks;
    }
    if (CHANGES.includes(action)) onChange?.();
    if (!CONFIGURATION.includes(action)) return text;
    const LastUpdateStatus = looksLeft > 0 ? 'InProgress' : 'Successful';
    if (action !== UPDATE && looksLeft > 0) looksLeft -= 1;
    return JSON.stringify({ ...JSON.parse(text), RevisionId: revision, LastUpdateStatus });
  }

  return serveAwsProxy(moto, async ({ action, body }, response) => {
    const fault = (await onCall?.(action)) ?? (action === UPDATE ? conflictOf(`${body}`) : undefined);
    const handedOn = { rewrite: (text: string) => rewrite(action, text) };
    return fault === undefined ? handedOn : play(fault, action, response, handedOn);
  });
}

function play(fault: Fault, action: string, response: ServerResponse, handedOn: HandedOn): Meddled {
  if (fault === 'answer lost') return { ...handedOn, isLost: true };
  if (fault === 'denied') return denyAsAws(response, action);
  if (fault !== 'cut') return refuseAsAws(response, ...fault);
  response.destroy();
  return true;
}
