import { APIS } from './apis';
import { EVENTS } from './events';
import type { Pattern } from './pattern';
import { PLATFORM } from './platform';
import { SOLUTIONS_CONSTRUCTS } from './solutions-constructs';

export type { Pattern } from './pattern';

/** Real applications that the rules are compared on. */
export const PATTERNS: Pattern[] = [...SOLUTIONS_CONSTRUCTS, ...APIS, ...EVENTS, ...PLATFORM];
