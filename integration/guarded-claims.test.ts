import { guardedClaimsStacks } from './apps';
import { guardRewriter } from './guard-rewriter';
import { usesClaimsPlatform } from './use/claims-platform';
import { stopsNothing } from './use/guard-events';

// the same use, each function stopped at what it did not declare
usesClaimsPlatform(guardedClaimsStacks, (needed, urls) => guardRewriter(needed, { hosts: Object.values(urls) }));
stopsNothing();
