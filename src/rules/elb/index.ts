import { rule as listenerHasTlsPolicy } from './ListenerHasTlsPolicy';
import { rule as listenerUsesTls } from './ListenerUsesTls';
import type { Rule } from '../rule';

export const elbRules: Rule[] = [listenerUsesTls, listenerHasTlsPolicy];
