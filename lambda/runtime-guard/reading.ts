// What texts are read for beside masking and the rules of requests, as a part of the guard: what came from outside in them, statements, stacks.
export { hasStack } from './answers/stacks';
export { holdsPrototype } from './requests/messages';
export { statementsIn, statementsInBytes } from './sinks/statements';
export { leavesCode, leavesExpression, leavesFolder, leavesShell, leavesSql, untrustedOf } from './taint';
