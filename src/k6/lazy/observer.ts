import { requestSettings } from '../setup/settings.ts';
import { connectTo } from './observer/connect-to.ts';
import { Observer } from './observer/observer.ts';

/** The observer of this VU. */
export const observer = new Observer(requestSettings.redisUrl ? connectTo(requestSettings.redisUrl) : undefined);
