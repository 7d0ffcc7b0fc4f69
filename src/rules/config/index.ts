import { rule as deliveryIsNotLocked } from './DeliveryIsNotLocked';
import { rule as packHasTemplate } from './PackHasTemplate';
import { rule as recorderDelivers } from './RecorderDelivers';
import { rule as recorderSeesEverything } from './RecorderSeesEverything';
import { rule as remediationEnds } from './RemediationEnds';
import type { Rule } from '../rule';

export const configRules: Rule[] = [
  recorderSeesEverything,
  remediationEnds,
  packHasTemplate,
  recorderDelivers,
  deliveryIsNotLocked,
];
