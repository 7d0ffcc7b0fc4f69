import { claimsStacks } from './apps';
import { usesClaimsPlatform } from './use/claims-platform';

usesClaimsPlatform(claimsStacks);
