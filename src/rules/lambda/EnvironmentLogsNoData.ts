import { Expression, textOf } from '../../model';
import { every, fail, pass, unknown, worstOfOne } from '../../model/judge';
import type { Rule, RuleResult } from '../rule';

const ON = /^(1|y|yes|t|true|on|enabled)$/i;
/** Modules of Node.js that print headers and bodies. Source: Node.js, "Setting the NODE_DEBUG environment variable to 'http' can expose sensitive data". */
const NODE_MODULES = ['http', 'http2', 'https'];
/** What the AWS SDK for Rust and the HTTP clients below it print at this level. Source: CVE-2023-30610, and the SDK's developer guide, "Logging". */
const RUST_TRACE = /^((aws_|hyper|reqwest|h2|rustls|lambda_)\w*(::\w+)*=)?trace$/i;

/** Why a text of a variable prints data; `undefined` where it does not. */
type Judge = (text: string) => string | undefined;

const isOn = (why: string): Judge => (text) => (ON.test(text.trim()) ? why : undefined);
const EVENTS = 'it logs the events of the function';
const REQUESTS = 'it logs requests and responses, with headers and credentials';

/**
 * Switches that print data whatever the code does. A log level is none: what it prints is what the code hands to the logger. Sources: the documentation
 * of Powertools for AWS Lambda, Datadog, Node.js, the npm package debug, the AWS SDK for Rust, and the SDKs of OpenAI and Anthropic.
 */
const SWITCHES: [RegExp, Judge][] = [
  [/^POWERTOOLS_LOGGER_LOG_EVENT$/, isOn(EVENTS)],
  [/^POWERTOOLS_(DEV|EVENT_HANDLER_DEBUG)$/, isOn('it logs requests and responses, and returns tracebacks')],
  [/^DD_CAPTURE_LAMBDA_PAYLOAD$/, isOn('it sends the events and responses of the function to the traces')],
  [/^NODE_DEBUG$/, (text) => (text.split(',').some((pattern) => matchesModule(pattern.trim())) ? REQUESTS : undefined)],
  [/^DEBUG$/, (text) => (text.split(/[\s,]+/).includes('*') ? 'it logs what every module of npm prints for debugging, requests among it' : undefined)],
  [/^(RUST_LOG|AWS_LAMBDA_RUST_LOG)$/, (text) => (text.split(',').some((directive) => RUST_TRACE.test(directive.trim())) ? REQUESTS : undefined)],
  [/^(OPENAI|ANTHROPIC)_LOG$/, (text) => (/^debug$/i.test(text.trim()) ? REQUESTS : undefined)],
  [/^(JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS)$/, (text) => (/(^|\s)-D(javax\.net\.debug=\S*(all|data|plaintext|packet)|jdk\.httpclient\.HttpClient\.log=\S*(all|content|headers))/.test(text)
    || /(^|\s)-D\S*\borg\.apache\.(hc\.client5\.)?http\.(wire|headers)=(debug|trace|all)/i.test(text) ? REQUESTS : undefined)],
];

export const rule: Rule = {
  id: 'ZT-LAMBDA-039',
  title: 'Lambda environment variables do not switch on the logging of events, requests or credentials',
  severity: 'medium',
  types: ['AWS::Lambda::Function'],
  rationale: 'Switches for debugging print events, request bodies and authorization headers to CloudWatch Logs or traces, where more principals read them than the data itself, and no masking '
    + 'by the code applies. Log levels are not judged: what they print is what the code hands to the logger.',
  remediation: 'Remove the variable, and log named fields of the event. Delete the log streams that were written meanwhile, or mask them by a data protection policy.',
  check(fn) {
    const variables = fn.at('Environment', 'Variables');
    if (variables.value.kind === 'unknown') return unknown('its environment variables are not known before deployment');
    return every(pass(), ...variables.entries().map(([name, value]) => judge(name, value)));
  },
};

function judge(name: string, variable: Expression): RuleResult {
  const why = SWITCHES.find(([names]) => names.test(name))?.[1];
  if (why === undefined) return pass();
  return worstOfOne(variable, () => {
    const { value } = variable;
    if (value.kind === 'unknown') return unknown('what an environment variable logs is not known before deployment', name);
    const finding = why(textOf(value) ?? '');
    return finding === undefined ? pass() : fail(`an environment variable logs data: ${finding}`, name);
  });
}

/** As Node.js reads the variable: `*` stands for any text. */
function matchesModule(pattern: string): boolean {
  const start = pattern.split('*')[0].toLowerCase();
  return pattern !== '' && NODE_MODULES.some((module) => (pattern.includes('*') ? module.startsWith(start) : module === start));
}
