/** The topic of a note that says whose connections waited in blocking commands. */
export const BLOCKED_CLIENTS = 'blocked clients';

/** The topic of notes that say what connections are told apart by, where all are taken for those of the API. */
export const CLIENT_KINDS = 'client kinds';

/** The topic of notes that name the kind of command that took Redis longest: at most looks, the last of them. */
export const SLOWEST_COMMAND = 'slowest command';

export type Topic = typeof BLOCKED_CLIENTS | typeof CLIENT_KINDS | typeof SLOWEST_COMMAND;
