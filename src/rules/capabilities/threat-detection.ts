import { capability } from './capability';
import { isTrue } from '../../model/judge';

export const threatDetection = capability('threat-detection', '002', {
  title: 'The app has an enabled GuardDuty detector',
  types: ['AWS::GuardDuty::Detector'],
  rationale: 'Stolen credentials and functions that call a command-and-control server go unseen where no detector is enabled.',
  remediation: 'Enable GuardDuty, or name the detector of the organization: Capability.THREAT_DETECTION.providedBy(name, arn, owner).',
  isOfAccount: true,
}, (detector) => isTrue(detector.at('Enable'), 'it is disabled'));
