import { rule as alarmsReachSomebody } from './AlarmsReachSomebody';
import { rule as detectorsHaveAlarms } from './DetectorsHaveAlarms';
import { rule as metricFiltersHaveAlarms } from './MetricFiltersHaveAlarms';
import type { Rule } from '../rule';

export const cloudwatchRules: Rule[] = [
  alarmsReachSomebody,
  metricFiltersHaveAlarms,
  detectorsHaveAlarms,
];
