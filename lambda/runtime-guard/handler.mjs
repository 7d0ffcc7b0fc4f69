// Lambda imports this file and awaits it: a handler that must be imported is there before Lambda asks whether it streams. All else is in the one file that
// Node.js loaded before: another would be looked up, read and compiled at each cold start.
const guard = globalThis[Symbol.for('cdk-zero-trust.guard')];
if (guard === undefined) throw new Error('RuntimeGuard did not start before the handler: NODE_OPTIONS was overridden.');

export const handler = await guard.start();
