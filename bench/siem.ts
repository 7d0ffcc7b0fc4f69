/**
 * How much of logs the normaliser of SiemExport takes a second of one core, by the kind of log: packed records in, packed answers out, masks included.
 * Run: npx tsx --tsconfig examples/tsconfig.json bench/siem.ts
 */
import { Delivery, transform } from '../lambda/siem/transform';
import { DataClass } from '../src/core/data-class';
import { LogKind } from '../src/zone/logs/log-kind';
import * as samples from '../test/lambda/siem/samples';

/** The issue's own bar, in MB a second of CPU. */
const LEAST = 5;
const EVENTS = 2_000;
const SECONDS = 2;

const MESSAGES: Record<LogKind, string> = {
  API_ACCESS: JSON.stringify(samples.API_ACCESS),
  CLOUDTRAIL: JSON.stringify(samples.CALL),
  DNS: JSON.stringify(samples.DNS),
  FLOW: samples.FLOW.accepted,
  TEXT: samples.FUNCTION_LOG,
  WAF: JSON.stringify(samples.WAF),
};

const rates = Object.values(LogKind).map((kind) => {
  const message = MESSAGES[kind];
  const record = { recordId: 'r', data: samples.subscription(kind, Array.from({ length: EVENTS }, () => message), { dataClass: DataClass.RESTRICTED }) };
  const settings = { region: 'eu-west-1', now: samples.NOW, delivery: Delivery.PACKED };
  transform([record], settings);
  let bytes = 0;
  const before = process.cpuUsage();
  const spent = () => { const { user, system } = process.cpuUsage(before); return (user + system) / 1e6; };
  while (spent() < SECONDS) {
    transform([record], settings);
    bytes += message.length * EVENTS;
  }
  const rate = bytes / 1e6 / spent();
  console.log(`${kind.padEnd(12)} ${rate.toFixed(1).padStart(6)} MB/s of CPU, ${Math.round(rate * 1e6 / message.length).toLocaleString('en')} events/s`);
  return rate;
});
if (Math.min(...rates) < LEAST) {
  console.error(`slower than ${LEAST} MB/s`);
  process.exitCode = 1;
}
