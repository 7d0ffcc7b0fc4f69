import { mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ordersApp } from '../../examples/orders-api/app';
import { PRICES } from '../../scripts/profiles-md';
import { Profile } from '../../src';
import { TemplateModel } from '../../src/model';
import { readReport } from '../../src/policy/validation-report';
import { fixedCosts } from '../../src/report/costs/fixed-costs';
import { evaluate, RULES } from '../../src/rules';

const PROFILES = ['BASELINE', 'HIPAA', 'PCI_DSS', 'GDPR', 'SANDBOX', 'DEVELOPMENT'] as const;

function orders(name: typeof PROFILES[number]) {
  const outdir = mkdtempSync(join(tmpdir(), 'zt-prices-'));
  const said: string[] = [];
  const shown = jest.spyOn(console, 'error').mockImplementation((line) => void said.push(String(line)));
  const exitCode = process.exitCode;
  try {
    const app = ordersApp({ outdir }, name === 'GDPR' ? { env: { region: 'eu-central-1', account: '111111111111' } } : undefined, Profile[name]);
    try {
      app.synth();
    } catch (error) {
      // the frameworks ask for what this app leaves to the account
      if (!String(error).includes('ZT-CAPABILITY')) throw error;
    }
    const template = JSON.parse(readFileSync(join(outdir, 'Orders.template.json'), 'utf-8'));
    const model = new TemplateModel([{ name: 'Orders', id: 'Orders', template, templatePath: 'Orders.template.json' }]);
    const resources = model.stacks.flatMap((stack) => [...stack.resources.values()]);
    return { said, open: readReport(app).flatMap((report) => report.open), model, costs: fixedCosts(resources) };
  } finally {
    shown.mockRestore();
    process.exitCode = exitCode;
    rmSync(outdir, { recursive: true, force: true });
  }
}

test('the price of each profile is what its templates cost', () => {
  const byPrice = new Map<string, string[]>();
  for (const name of PROFILES) {
    const { monthlyUsd, costs } = orders(name).costs;
    const parts = costs.map(({ type, monthlyUsd: usd }) => `${type.split('::').pop()} ${usd.toFixed(2)}`).join(', ');
    const price = `${monthlyUsd.toFixed(2)} | ${parts}`;
    byPrice.set(price, [...byPrice.get(price) ?? [], name]);
  }
  expect([...byPrice].map(([price, names]) => `| ${names.join(', ')} | ${price} |`)).toEqual(PRICES);
});

describe('the development profile', () => {
  const development = orders('DEVELOPMENT');

  test('leaves nothing open at synth, and says what it is', () => {
    expect(development.open).toEqual([]);
    expect(development.said.join()).toMatch(/0 packs: 0 open, .*profile DEVELOPMENT, a sandbox and not for production/);
  });

  test('has no network, no web ACL and one key, and the same roles', () => {
    const types = development.model.stacks.flatMap((stack) => [...stack.resources.values()].map(({ type }) => type));
    expect(types.filter((type) => /::EC2::|::WAFv2::/.test(type))).toEqual([]);
    expect(types.filter((type) => type === 'AWS::KMS::Key')).toHaveLength(1);
    const roles = orders('SANDBOX').model.stacks.flatMap((stack) => [...stack.resources.values()]).filter(({ type }) => type === 'AWS::IAM::Role');
    const handlers = (id: string) => /^(placeorder|readorder|cancelorder|shiporder)OwnRole/.test(id);
    expect(roles.filter(({ logicalId }) => handlers(logicalId)).map(({ logicalId }) => logicalId).sort())
      .toEqual([...development.model.stacks[0].resources.keys()].filter((id) => handlers(id) && !id.includes('Policy')).sort());
  });

  test('does not pass for production: the rules find its templates', () => {
    const found = evaluate(development.model, RULES).filter(({ result }) => result.verdict !== 'pass');
    expect(found.filter(({ rule }) => rule.severity === 'high').map(({ rule }) => rule.id)).toContain('ZT-KMS-008');
    expect(found.map(({ rule }) => rule.id)).toEqual(expect.arrayContaining(['ZT-LAMBDA-003', 'ZT-APIGATEWAY-004', 'ZT-LOGS-001']));
  });
});
