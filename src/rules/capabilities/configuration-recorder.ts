import { capability } from './capability';
import { every } from '../../model/judge';
import { rule as hasDeliveryChannel } from '../config/RecorderHasDeliveryChannel';
import { rule as recordsAllTypes } from '../config/RecorderRecordsAllTypes';

export const configurationRecorder = capability('configuration-recorder', '007', {
  title: 'The app has an AWS Config recorder of all resource types, with a delivery channel',
  types: ['AWS::Config::ConfigurationRecorder'],
  rationale: 'What is changed by hand after deployment is in no template: only the configuration history shows it.',
  remediation: 'Add a recorder with a delivery channel, or name that of the organization: Capability.CONFIGURATION_RECORDER.providedBy(name, arn, owner).',
  isOfAccount: true,
}, (recorder, model) => every(recordsAllTypes.check(recorder, model), hasDeliveryChannel.check(recorder, model)));
