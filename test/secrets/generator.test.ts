import { Aws } from 'aws-cdk-lib';
import * as fc from 'fast-check';
import { fits, generate, generatorOf } from '../../lambda/rotate-secret/generator';
import { Generator, GENERATOR_TAG, GeneratorOptions } from '../../src/secrets/generator';

const render = (options: GeneratorOptions) => new Generator('App/Secret', options).render(JSON.stringify);
const rotated = (options: GeneratorOptions) => generatorOf([{ Key: GENERATOR_TAG, Value: new Generator('App/Secret', options).toTag() }]);

test('a value has 40 characters of each class when nothing is said', () => {
  expect(render({})).toEqual({ passwordLength: 40, requireEachIncludedType: true });
});

test('a class of characters that is wholly excluded is excluded as a class, which Secrets Manager would else refuse', () => {
  expect(render({ excludeCharacters: '0123456789"' })).toEqual({
    passwordLength: 40, requireEachIncludedType: true, excludeNumbers: true, excludeCharacters: '"',
  });
  expect(render({ excludePunctuation: true })).toEqual({ passwordLength: 40, requireEachIncludedType: true, excludePunctuation: true });
});

test('a generated field stands in a JSON object, alone when there is no template', () => {
  expect(render({ generateKey: 'key' })).toMatchObject({ generateStringKey: 'key', secretStringTemplate: '{}' });
  expect(render({ generateKey: 'key', template: { user: 'orders' } })).toMatchObject({ secretStringTemplate: '{"user":"orders"}' });
});

test('the rotation function generates by the very rules of the construct', () => {
  const chars = fc.constantFrom(...'abcXYZ0189"\'\\/@ é');
  fc.assert(fc.property(
    fc.integer({ min: 32, max: 300 }), fc.array(chars).map((list) => list.join('')), fc.boolean(), fc.option(fc.stringMatching(/^[\w.-]{1,64}$/), { nil: undefined }),
    (length, excludeCharacters, excludePunctuation, generateKey) => {
      const options = { length, excludeCharacters, excludePunctuation, generateKey };
      const generator = rotated(options);
      expect(generator.key).toBe(generateKey);
      const text = generate(generator);
      expect(text).toHaveLength(length);
      expect([...text].some((char) => excludeCharacters.includes(char))).toBe(false);
      expect(/[^A-Za-z0-9]/.test(text)).toBe(!excludePunctuation);
      expect(fits(rotated({ ...options, length: length + 1 }), text)).toBe(false);
    },
  ));
});

test('the tag keeps within the 256 characters and the letters that a tag may have, whatever is excluded', () => {
  const tag = new Generator('App/Secret', {
    length: 4096, generateKey: 'k'.repeat(64), excludePunctuation: true, excludeCharacters: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ',
  }).toTag();
  expect(tag.length).toBeLessThanOrEqual(256);
  expect(tag).toMatch(/^[\w .:/=+\-@]+$/);
});

test.each<[string, GeneratorOptions]>([
  ['WeakSecret', { length: 31 }],
  ['WeakSecret', { length: 0 }],
  ['WeakSecret', { length: 40.5 }],
  ['WeakSecret', { length: NaN }],
  ['WeakSecret', { length: 4097 }],
  ['WeakSecret', { length: 32, excludePunctuation: true, excludeCharacters: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ' }],
  ['LiteralNeeded', { excludeCharacters: Aws.REGION }],
  ['LiteralNeeded', { generateKey: Aws.REGION }],
  ['LiteralNeeded', { generateKey: 'key', template: { [Aws.REGION]: 'x' } }],
  ['BadSecretTemplate', { template: { user: 'orders' } }],
  ['BadSecretTemplate', { generateKey: '' }],
  ['BadSecretTemplate', { generateKey: 'a key' }],
  ['BadSecretTemplate', { generateKey: 'password', template: { password: 'hunter2' } }],
  ['SecretInTemplate', { generateKey: 'key', template: { user: 'orders', password: 'hunter2' } }],
  ['SecretInTemplate', { generateKey: 'key', template: { id: 'AKIAIOSFODNN7EXAMPLE' } }],
])('%s is thrown for %j', (id, options) => {
  expect(() => new Generator('App/Secret', options)).toThrow(expect.objectContaining({ id, path: 'App/Secret' }));
});

test.each(['password', 'key'])('an error never quotes a value of the template (generated field: %s)', (generateKey) => {
  expect(() => new Generator('App/Secret', { generateKey, template: { password: 'hunter2' } }))
    .toThrow(expect.objectContaining({ message: expect.not.stringContaining('hunter2') }));
});
