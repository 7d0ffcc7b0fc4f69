import { App } from 'aws-cdk-lib';
import { claimsStacks, claimsStacksWithSite, deliveryStacks, notesStacks, ordersStacks, removeFolders } from './apps';
import { deployable, Template } from './deploy/template';
import { STRIPPED_FORMS, STRIPPED_TYPES } from './emulator/stripped';
import { supportedTypes } from './emulator/supported';

const supported = supportedTypes(process.env.INTEGRATION_VENV!);
const templatesOf = (app: App): Template[] => app.synth().stacks.map(({ template }) => template);
const templates = [ordersStacks(), claimsStacks(), claimsStacksWithSite(), deliveryStacks(), notesStacks()].flatMap(templatesOf);
const resources = templates.flatMap(({ Resources }) => Object.values(Resources));
const types = new Set(resources.map(({ Type }) => Type));
afterAll(removeFolders);

describe('what is left out of a deployment to the emulator', () => {
  test('the emulator lacks no type that is not in the list', () => {
    const listed = new Set(STRIPPED_TYPES.map(({ type }) => type));
    expect([...types].filter((type) => !supported.has(type) && !listed.has(type))).toEqual([]);
  });

  test.each(STRIPPED_TYPES)('$type is in an example, and the emulator lacks it', ({ type }) => {
    expect(types).toContain(type);
    expect(supported).not.toContain(type);
  });

  test.each(STRIPPED_FORMS)('$type in a form that is left out is in an example, and other forms are deployed', ({ type, matches }) => {
    const ofType = resources.filter(({ Type }) => Type === type);
    expect(supported).toContain(type);
    expect(ofType.filter(({ Properties }) => matches(Properties!)).length).toBeGreaterThan(0);
    expect(ofType.filter(({ Properties }) => !matches(Properties!)).length).toBeGreaterThan(0);
  });

  test('types are listed once, by name', () => {
    const listed = STRIPPED_TYPES.map(({ type }) => type);
    expect(listed).toEqual([...new Set(listed)].sort());
  });

  test('nothing refers to what is left out', () => {
    for (const source of templates) {
      const { template, stripped } = deployable(source);
      const text = JSON.stringify(template);
      for (const id of Object.keys(stripped)) expect(text).not.toMatch(new RegExp(`"Ref":"${id}"|"Fn::GetAtt":\\["${id}"`));
    }
  });
});
