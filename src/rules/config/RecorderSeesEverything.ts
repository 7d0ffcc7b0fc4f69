import { every, isOneOf, isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CONFIG-001',
  title: 'The recorder of AWS Config records every type of resource',
  severity: 'medium',
  types: ['AWS::Config::ConfigurationRecorder'],
  rationale: 'What is not recorded, no rule of AWS Config ever checks.',
  remediation: 'Leave RecordingGroup out, or set AllSupported in it.',
  check(recorder) {
    const group = recorder.at('RecordingGroup');
    const finding = 'it records some types only';
    if (group.isAbsent) return pass('all types');
    return every(
      isTrue(group.at('AllSupported'), finding),
      isOneOf(group.at('RecordingStrategy', 'UseOnly'), ['ALL_SUPPORTED_RESOURCE_TYPES', undefined], finding),
    );
  },
};
