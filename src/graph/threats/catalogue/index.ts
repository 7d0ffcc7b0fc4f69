import { DELIVERY_THREATS } from './delivery';
import { FLOW_THREATS } from './flows';
import { IDENTITY_THREATS } from './identities';
import { LOG_AND_CONTROL_THREATS } from './logs-and-controls';
import { ROUTE_THREATS } from './routes';
import { SECRET_AND_KEY_THREATS } from './secrets-and-keys';
import { STORE_THREATS } from './stores';
import type { ThreatKind } from './threat-kind';
import { WORKLOAD_THREATS } from './workloads';

/** Every threat that is looked for: a closed list, as data. */
export const THREATS: readonly ThreatKind[] = [
  ...ROUTE_THREATS,
  ...WORKLOAD_THREATS,
  ...STORE_THREATS,
  ...SECRET_AND_KEY_THREATS,
  ...LOG_AND_CONTROL_THREATS,
  ...IDENTITY_THREATS,
  ...DELIVERY_THREATS,
  ...FLOW_THREATS,
].sort((a, b) => (a.id < b.id ? -1 : 1));
