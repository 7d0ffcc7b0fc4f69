import { Capability } from './capability';
import type { Profile } from '../zone/profile';

/**
 * What a framework asks of the account, and the constructs of a zone do not bring. What depends on the app has rules of its own: web ACLs of
 * stages (PCI DSS 6.4.2), backups of stores (45 CFR 164.308(a)(7)(ii)(A)).
 */
const BY_FRAMEWORK: Record<string, Capability[]> = {
  // 45 CFR 164.312(b) audit controls; 164.308(a)(1)(ii)(D) activity review; 164.308(a)(4)(ii)(C) access establishment and modification
  HIPAA: [Capability.AUDIT_TRAIL, Capability.THREAT_DETECTION, Capability.ACCESS_REVIEW],
  // PCI DSS v4.0.1: 10.2.1 audit logs; 11.5.1 intrusion detection; 7.2.4 and 7.2.5.1 reviews of access
  PCI_DSS: [Capability.AUDIT_TRAIL, Capability.THREAT_DETECTION, Capability.ACCESS_REVIEW],
};

/** What the profile of an app requires when nothing else is said. @internal */
export function requiredBy(profile: Profile | undefined): Capability[] {
  return (profile && BY_FRAMEWORK[profile.framework]) ?? [];
}
