import { accessReview } from './access-review';
import { auditTrail } from './audit-trail';
import { backup } from './backup';
import type { CapabilityRule } from './capability';
import { codeSigning } from './code-signing';
import { configurationRecorder } from './configuration-recorder';
import { incidentResponse } from './incident-response';
import { runtimeProtection } from './runtime-protection';
import { siem } from './siem';
import { threatDetection } from './threat-detection';
import { webFirewall } from './web-firewall';

/** All that an app can be asked to have: the one list of them. Each can be provided from elsewhere, too. */
export const CAPABILITIES: CapabilityRule[] = [
  auditTrail, threatDetection, accessReview, codeSigning, backup, webFirewall, configurationRecorder, incidentResponse, siem,
  runtimeProtection,
];

export * from './required';
export type { CapabilityRule } from './capability';
