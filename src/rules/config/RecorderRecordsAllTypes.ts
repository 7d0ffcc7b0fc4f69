import { every, isOneOf, isTrue, pass } from '../../model/judge';
import type { Rule } from '../rule';

export const rule: Rule = {
  id: 'ZT-CONFIG-001',
  title: 'AWS Config recorders record all resource types',
  severity: 'medium',
  types: ['AWS::Config::ConfigurationRecorder'],
  rationale: 'AWS Config rules do not evaluate resources that are not recorded.',
  remediation: 'Omit RecordingGroup, or set AllSupported in it.',
  check(recorder) {
    const group = recorder.at('RecordingGroup');
    const finding = 'it does not record all resource types';
    if (group.isAbsent) return pass('all types');
    return every(
      isTrue(group.at('AllSupported'), finding),
      isOneOf(group.at('RecordingStrategy', 'UseOnly'), ['ALL_SUPPORTED_RESOURCE_TYPES', undefined], finding),
    );
  },
};
