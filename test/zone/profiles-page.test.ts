import { readFileSync } from 'fs';
import { join } from 'path';
import { profilesPage } from '../../scripts/profiles-md';
import { Profile } from '../../src/zone/profile';

test('docs/profiles.md is what the code says', () => {
  expect(readFileSync(join(__dirname, '..', '..', 'docs', 'profiles.md'), 'utf-8')).toEqual(profilesPage());
});

test('it has a row for each choice: one that is left out would come with a profile and be told to nobody', () => {
  const choices = Object.keys(Profile.GDPR).filter((name) => name !== 'name');
  expect(choices).toHaveLength(9);
  expect(profilesPage().split('\n').filter((line) => / \| `?[^|]*\|$/.test(line) && line.split('|').length === 10).length).toBe(choices.length + 2);
});
