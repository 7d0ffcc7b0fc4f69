import { rule as alarmHasAction } from './AlarmHasAction';
import { rule as anomalyDetectorHasAlarm } from './AnomalyDetectorHasAlarm';
import { rule as metricFilterHasAlarm } from './MetricFilterHasAlarm';
import type { Rule } from '../rule';

export const cloudwatchRules: Rule[] = [
  alarmHasAction,
  metricFilterHasAlarm,
  anomalyDetectorHasAlarm,
];
