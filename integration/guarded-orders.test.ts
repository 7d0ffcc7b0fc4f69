import { guardedStacks } from './apps';
import { guardRewriter } from './guard-rewriter';
import { stopsNothing } from './use/guard-events';
import { usesOrdersApi } from './use/orders-api';

// the same use, each function stopped at what it did not declare
usesOrdersApi(guardedStacks, guardRewriter);
stopsNothing();
