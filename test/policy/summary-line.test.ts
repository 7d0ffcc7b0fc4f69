import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { CfnUrl } from 'aws-cdk-lib/aws-lambda';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks, NagMessageLevel, NagPack, ServerlessChecks } from 'cdk-nag';
import { buildWholeApp } from './support/whole-app';
import { clock } from '../../src/model/clock';
import { FindingSeverity } from '../../src/policy/finding-severity';
import { readReport } from '../../src/policy/validation-report';
import { Waiver } from '../../src/policy/waiver';
import { ZeroTrust } from '../../src/policy/zero-trust';
import { COVERAGE, RULES } from '../../src/rules';

const LINE = /^cdk-zero-trust: /;
const HEAD = `cdk-zero-trust: ${RULES.length + COVERAGE.length} rules`;

/** What a synthesis writes to standard error and to standard output, whether or not it fails. */
function synth(build: (app: App) => void, times = 1) {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-line-'));
  const errors = jest.spyOn(console, 'error').mockImplementation();
  const output = [jest.spyOn(console, 'log').mockImplementation(), jest.spyOn(process.stdout, 'write').mockImplementation(() => true)];
  const { exitCode } = process;
  try {
    const app = new App({ outdir });
    build(app);
    let failed = false;
    for (let i = 0; i < times; i++) {
      try {
        app.synth({ force: true });
      } catch {
        failed = true;
      }
    }
    return {
      lines: errors.mock.calls.map(([text]) => String(text)).filter((text) => LINE.test(text)),
      stdout: output.flatMap(({ mock }) => mock.calls).length,
      failed: failed || process.exitCode === 1,
      acknowledged: readAcknowledged(app),
    };
  } finally {
    process.exitCode = exitCode;
    [errors, ...output].forEach((spy) => spy.mockRestore());
    rmSync(outdir, { recursive: true, force: true });
  }
}

function readAcknowledged(app: App): number {
  return readReport(app).reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
}

const publicUrl = (stack: Stack, id = 'Url') => new CfnUrl(stack, id, { authType: 'NONE', targetFunctionArn: 'fn' });
const acknowledgedTopic = (stack: Stack) => Validations.of(new CfnTopic(stack, 'News')).acknowledge(
  ...['ZeroTrust::ZT-SNS-001', 'AwsSolutions::AwsSolutions-SNS3'].map((id) => ({ id, reason: 'Public news.' })),
);

describe('a synthesis without failing findings prints one line', () => {
  test('with rules, packs and the acknowledged findings that the report lists, on standard error alone', () => {
    const { lines, stdout, failed, acknowledged } = synth((app) => {
      buildWholeApp(app);
      ZeroTrust.enforce(app);
    });
    expect(failed).toBe(false);
    expect(acknowledged).toBeGreaterThan(5);
    expect(lines).toEqual([`${HEAD}, 5 packs: 0 open, ${acknowledged} acknowledged, 0 waived`]);
    expect(stdout).toBe(0);
  });

  test('with what is waived, apart from what is acknowledged', () => {
    const today = jest.spyOn(clock, 'today').mockReturnValue('2026-11-28');
    try {
      const { lines } = synth((app) => {
        const stack = new Stack(app, 'Stack');
        acknowledgedTopic(stack);
        publicUrl(stack, 'Form');
        ZeroTrust.enforce(app, {
          packs: [new AwsSolutionsChecks()],
          waivers: [new Waiver({
            rule: 'ZeroTrust::ZT-LAMBDA-008', path: 'Stack/Form', owner: 'web-team', ticket: 'WEB-1', reason: 'Moves behind the distribution.', expires: '2027-01-31',
          })],
        });
      });
      expect(lines).toEqual([`${HEAD}, 1 pack: 0 open, 2 acknowledged, 1 waived`]);
    } finally {
      today.mockRestore();
    }
  });

  test('with open warnings counted as open, because they do not fail synthesis', () => {
    const { lines, failed } = synth((app) => {
      new CfnTopic(new Stack(app, 'Stack'), 'Topic');
      ZeroTrust.enforce(app, { packs: [], failOn: FindingSeverity.CRITICAL });
    });
    expect(failed).toBe(false);
    expect(lines).toEqual([expect.stringMatching(/ rules, 0 packs: [1-9]\d* open \(warnings\), 0 acknowledged, 0 waived$/)]);
  });

  test('for each enforced stage', () => {
    const { lines } = synth((app) => ['One', 'Two'].forEach((id) => {
      const stage = new Stage(app, id);
      new Stack(stage, 'Stack');
      ZeroTrust.enforce(stage, { packs: [] });
    }));
    expect(lines).toEqual([`${HEAD}, 0 packs: 0 open, 0 acknowledged, 0 waived`, `${HEAD}, 0 packs: 0 open, 0 acknowledged, 0 waived`]);
  });

  test('again when the app is synthesised again, with the same figures', () => {
    const { lines } = synth((app) => {
      acknowledgedTopic(new Stack(app, 'Stack'));
      ZeroTrust.enforce(app, { packs: [] });
    }, 2);
    expect(lines).toEqual(new Array(2).fill(`${HEAD}, 0 packs: 0 open, 1 acknowledged, 0 waived`));
  });
});

describe('there is no line', () => {
  test.each<[string, (app: App) => void]>([
    ['a finding of this library is open', (app) => {
      publicUrl(new Stack(app, 'Stack'));
      ZeroTrust.enforce(app, { packs: [] });
    }],
    ['a finding of a pack is open', (app) => {
      new CfnTopic(new Stack(app, 'Stack'), 'Topic');
      ZeroTrust.enforce(app, { packs: [new ServerlessChecks(), new AwsSolutionsChecks()] });
    }],
    ['a pack of others fails on warnings alone', (app) => {
      new CfnTopic(new Stack(app, 'Stack'), 'Topic');
      ZeroTrust.enforce(app, { packs: [new WarningPack()], failOn: FindingSeverity.CRITICAL });
    }],
    ['a waiver does not count', (app) => {
      new Stack(app, 'Stack');
      ZeroTrust.enforce(app, {
        packs: [],
        waivers: [new Waiver({ rule: 'ZeroTrust::ZT-LAMBDA-008', path: 'Stack/Gone', owner: 'web-team', ticket: 'WEB-1', reason: 'Moves away.', expires: '2027-01-31' })],
      });
    }],
    ['an acknowledgement on a stack silences it', (app) => {
      const stack = new Stack(app, 'Stack');
      Validations.of(stack).acknowledge({ id: 'ZeroTrust::ZT-LAMBDA-008', reason: 'A public page.' });
      publicUrl(stack);
      ZeroTrust.enforce(app, { packs: [] });
    }],
  ])('when %s', (_, build) => {
    const today = jest.spyOn(clock, 'today').mockReturnValue('2026-11-28');
    const { lines, failed } = synth(build);
    today.mockRestore();
    expect({ lines, failed }).toEqual({ lines: [], failed: true });
  });

  test('with quiet, and findings fail synthesis all the same', () => {
    expect(synth((app) => ZeroTrust.enforce(app, { packs: [], quiet: true })).lines).toEqual([]);
    expect(synth((app) => {
      publicUrl(new Stack(app, 'Stack'));
      ZeroTrust.enforce(app, { packs: [], quiet: true });
    })).toMatchObject({ failed: true, lines: [] });
  });
});

/** A pack whose only rule warns of everything. */
class WarningPack extends NagPack {
  public readonly name = 'Warnings';
  protected override packName = 'Warnings';

  protected override checkResource(node: any): void {
    this.applyRule({
      ruleSuffixOverride: 'W1', info: 'It is there.', explanation: 'It is there.', level: NagMessageLevel.WARN, rule: () => 'Non-Compliant' as any, node,
    });
  }
}
